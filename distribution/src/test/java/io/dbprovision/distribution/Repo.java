package io.dbprovision.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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

  /** Where this process of the tests keeps what it starts: two run beside each other. */
  public static Path work() {
    Path folder =
        root().resolve("distribution/target").resolve(System.getProperty("dbops.work", "it"));
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The assembled operator; there only from the package phase on. */
  public static Path home() {
    return root().resolve("distribution/target/dbops");
  }
}
