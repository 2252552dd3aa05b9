package io.dbprovision.mysql;

import io.dbprovision.testservers.ServerChoice;
import java.util.List;

/** A version of a product that the tests run on. */
record Release(Product product, String version) {
  /** Those that the conformance suite is for in this run, the oldest first. */
  static List<Release> of(Product product) {
    return ServerChoice.ofThisRun()
        .versions(product.name, natively(product), matrix(product))
        .stream()
        .map(version -> new Release(product, version))
        .toList();
  }

  static Release newest(Product product) {
    return of(product).getLast();
  }

  static List<String> natively(Product product) {
    return switch (product) {
      case MARIADB -> List.of("10.11");
      case MYSQL -> List.of("sid");
    };
  }

  private static List<String> matrix(Product product) {
    return switch (product) {
      case MARIADB -> List.of("10.6", "10.11", "11.4", "12");
      case MYSQL -> List.of("8.0", "8.4", "9");
    };
  }

  @Override
  public String toString() {
    return product.name + " " + version;
  }
}
