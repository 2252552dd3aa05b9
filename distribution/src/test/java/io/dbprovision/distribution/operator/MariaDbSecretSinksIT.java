package io.dbprovision.distribution.operator;

/** Where passwords are on MariaDB, and where not. */
class MariaDbSecretSinksIT extends MySecretSinks {
  MariaDbSecretSinksIT(Scene scene) {
    super(scene, "mariadb");
  }
}
