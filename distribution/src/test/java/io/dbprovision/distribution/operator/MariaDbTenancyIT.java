package io.dbprovision.distribution.operator;

/** Namespaces that share a MariaDB. */
class MariaDbTenancyIT extends MyTenancy {
  MariaDbTenancyIT(Scene scene) {
    super(scene, "mariadb");
  }
}
