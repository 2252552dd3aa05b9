package io.dbprovision.distribution.operator;

/** Namespaces that share a MySQL. */
class MySqlTenancyIT extends MyTenancy {
  MySqlTenancyIT(Scene scene) {
    super(scene, "mysql");
  }
}
