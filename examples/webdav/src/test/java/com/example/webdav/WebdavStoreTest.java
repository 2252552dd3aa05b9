package com.example.webdav;

import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Store;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.testkit.store.StoreContract;
import java.util.Map;
import java.util.Optional;

/** On the server that hack/webdav.sh started: {@code -Dwebdav.url=… -Dwebdav.password=…}. */
class WebdavStoreTest extends StoreContract {
  private static final String URL = System.getProperty("webdav.url", "http://127.0.0.1:8080/dav");
  private static final String PASSWORD = System.getProperty("webdav.password", "");

  @Override
  protected Store store() {
    return new WebdavStore();
  }

  @Override
  protected StorePlace place() {
    return place(URL, PASSWORD);
  }

  @Override
  protected Optional<StorePlace> wrongCredentials() {
    return Optional.of(place(URL, "wrong"));
  }

  @Override
  protected Optional<StorePlace> missingBucket() {
    return Optional.of(place(URL + "/nowhere", PASSWORD));
  }

  /** A PUT that has not ended is nowhere on the server; it is dropped with its connection. */
  @Override
  protected boolean tellsOfUnfinishedUploads() {
    return false;
  }

  private static StorePlace place(String url, String password) {
    Map<String, Object> block = Map.of("url", url, "secretRef", Map.of("name", "login"));
    return StorePlace.builder(Section.of("spec.storage.webdav", block))
        .secret(
            "secretRef",
            Map.of("username", SecretText.of("backup"), "password", SecretText.of(password)))
        .build();
  }
}
