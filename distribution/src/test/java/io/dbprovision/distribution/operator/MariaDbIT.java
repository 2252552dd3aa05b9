package io.dbprovision.distribution.operator;

/** Provisioning on MariaDB. */
class MariaDbIT extends MyProvisioning {
  MariaDbIT(Scene scene) {
    super(scene, "mariadb");
  }
}
