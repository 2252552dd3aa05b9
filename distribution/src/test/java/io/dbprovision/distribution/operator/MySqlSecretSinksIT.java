package io.dbprovision.distribution.operator;

/** Where passwords are on MySQL, and where not. */
class MySqlSecretSinksIT extends MySecretSinks {
  MySqlSecretSinksIT(Scene scene) {
    super(scene, "mysql");
  }
}
