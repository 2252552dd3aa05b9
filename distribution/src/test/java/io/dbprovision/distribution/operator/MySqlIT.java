package io.dbprovision.distribution.operator;

/** Provisioning on MySQL. */
class MySqlIT extends MyProvisioning {
  MySqlIT(Scene scene) {
    super(scene, "mysql");
  }
}
