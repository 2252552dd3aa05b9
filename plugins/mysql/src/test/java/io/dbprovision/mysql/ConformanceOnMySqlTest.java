package io.dbprovision.mysql;

class ConformanceOnMySqlTest extends Conformance {
  ConformanceOnMySqlTest() {
    super(Product.MYSQL);
  }
}
