package io.dbprovision.mysql.grant;

import io.dbprovision.spi.ErrorKind;

/** Where a reader of manifests says what is wrong; it may throw. */
@FunctionalInterface
interface Problems {
  void add(ErrorKind kind, String path, String message);
}
