package io.dbprovision.distribution.operator;

/** Logins, roles and grants on MariaDB. */
class MariaDbAccessIT extends MyAccess {
  MariaDbAccessIT(Scene scene) {
    super(scene, "mariadb");
  }
}
