package com.example.webdav;

import io.dbprovision.spi.Store;
import io.dbprovision.spi.testkit.store.StoreFilesContract;

class WebdavFilesTest extends StoreFilesContract {
  @Override
  protected Store store() {
    return new WebdavStore();
  }
}
