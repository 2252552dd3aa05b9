package io.dbprovision.testservers;

import java.util.List;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the properties of a test run say about the servers that it wants. */
public final class ServerChoice {
  private static final String VERSION = "{version}";

  private final Properties properties;

  ServerChoice(Properties properties) {
    this.properties = properties;
  }

  /**
   * The choice of this JVM.
   *
   * @throws IllegalStateException if it is for containers and no engine for them answers
   */
  public static ServerChoice ofThisRun() {
    ServerChoice choice = new ServerChoice(System.getProperties());
    if (choice.containers()) {
      ContainerEngine.require();
    }
    return choice;
  }

  /** {@code -Dservers=containers}; natively otherwise. */
  public boolean containers() {
    String way = properties.getProperty("servers", "native");
    return switch (way) {
      case "native" -> false;
      case "containers" -> true;
      default ->
          throw new IllegalArgumentException(
              "-Dservers=" + way + ": there are 'native', which is the default, and 'containers'");
    };
  }

  /**
   * The versions to test, in their order: those of {@code -Dservers.versions.PRODUCT=A,B}, or else
   * the given ones of the chosen way. Never empty.
   */
  public List<String> versions(String product, List<String> natively, List<String> inContainers) {
    String key = "servers.versions." + product;
    String wanted = properties.getProperty(key);
    if (wanted == null) {
      return containers() ? inContainers : natively;
    }
    List<String> versions =
        Stream.of(wanted.split(",", -1))
            .map(String::strip)
            .filter(Predicate.not(String::isEmpty))
            .toList();
    if (versions.isEmpty()) {
      throw new IllegalArgumentException("-D" + key + " names no version");
    }
    return versions;
  }

  /**
   * The image of a version: {@code -Dservers.image.PRODUCT}, where {@code {version}} stands for it,
   * or else the official one of the product's name.
   */
  public String image(String product, String version) {
    String key = "servers.image." + product;
    String pattern = properties.getProperty(key, product + ":" + VERSION);
    if (!pattern.contains(VERSION)) {
      throw new IllegalArgumentException(
          "-D" + key + "=" + pattern + " is the same for every version: it needs a " + VERSION);
    }
    return pattern.replace(VERSION, version);
  }
}
