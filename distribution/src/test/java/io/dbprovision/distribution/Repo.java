package io.dbprovision.distribution;

import java.nio.file.Path;

/** The working copy the tests run in. */
public final class Repo {
  private Repo() {}

  public static Path root() {
    String root = System.getProperty("dbops.repo");
    if (root == null) {
      throw new IllegalStateException("the build sets the system property dbops.repo");
    }
    return Path.of(root);
  }

  /** The assembled operator; there only from the package phase on. */
  public static Path home() {
    return root().resolve("distribution/target/dbops");
  }
}
