package io.dbprovision.mysql;

class HostileValuesOnMariaDbTest extends HostileValues {
  HostileValuesOnMariaDbTest() {
    super(Product.MARIADB);
  }
}
