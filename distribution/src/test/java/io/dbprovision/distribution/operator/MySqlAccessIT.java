package io.dbprovision.distribution.operator;

/** Logins, roles and grants on MySQL. */
class MySqlAccessIT extends MyAccess {
  MySqlAccessIT(Scene scene) {
    super(scene, "mysql");
  }
}
