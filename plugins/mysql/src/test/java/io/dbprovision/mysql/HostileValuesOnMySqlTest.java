package io.dbprovision.mysql;

class HostileValuesOnMySqlTest extends HostileValues {
  HostileValuesOnMySqlTest() {
    super(Product.MYSQL);
  }
}
