package io.dbprovision.mysql;

class BackupOnMySqlTest extends BackupSuite {
  BackupOnMySqlTest() {
    super(Product.MYSQL);
  }
}
