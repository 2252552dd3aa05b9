package io.dbprovision.mysql;

class ConformanceOnMariaDbTest extends Conformance {
  ConformanceOnMariaDbTest() {
    super(Product.MARIADB);
  }
}
