package io.dbprovision.mysql;

class BackupOnMariaDbTest extends BackupSuite {
  BackupOnMariaDbTest() {
    super(Product.MARIADB);
  }
}
