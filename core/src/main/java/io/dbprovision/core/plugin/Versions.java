package io.dbprovision.core.plugin;

import io.dbprovision.spi.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.pf4j.DefaultVersionManager;
import org.pf4j.VersionManager;

/** Compares versions with ranges such as {@code >=1.2.0 & <2.0.0}. */
final class Versions {
  private final VersionManager manager = new DefaultVersionManager();
  private final String spi;

  /**
   * @param spi the version of the SPI that plugins meet
   */
  Versions(String spi) {
    this.spi = spi;
  }

  /** With the version of the SPI on the class path. */
  static Versions running() {
    Properties properties = new Properties();
    try (InputStream in = Engine.class.getResourceAsStream("spi.properties")) {
      if (in == null) {
        throw new IllegalStateException("the SPI on the class path does not tell its version");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("the SPI's version cannot be read", e);
    }
    return new Versions(properties.getProperty("version", ""));
  }

  String spi() {
    return spi;
  }

  /**
   * @throws RefusedException when this SPI is not in the range, or the range is none
   */
  void checkSpi(String range) {
    // a build of 1.3.0 that is not released yet is a 1.3.0
    String released = spi.replaceFirst("[-+].*$", "");
    if (!range.isEmpty() && !matches(released, range, "Plugin-Requires")) {
      throw new RefusedException(
          "it requires SPI version " + range + ", and this operator has " + spi);
    }
  }

  /**
   * @param what names the range for people
   * @throws RefusedException when the range is none
   */
  boolean matches(String version, String range, String what) {
    try {
      return manager.checkVersionConstraint(version, range);
    } catch (RuntimeException e) {
      throw new RefusedException(
          "its " + what + " '" + range + "' is not a version range such as '>=1.2.0 & <2.0.0'", e);
    }
  }
}
