package io.dbprovision.core.plugin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/** Looks at jars without running any of their code. */
final class Candidates {
  private static final String SPI_FOLDER = "io/dbprovision/spi/";

  private final ManifestReader manifests = new ManifestReader();
  private final Versions versions;
  private final Checksums checksums;
  private final Signatures signatures;
  private final Map<String, PluginInfo> byId = new LinkedHashMap<>();

  Candidates(Versions versions, Checksums checksums, Signatures signatures) {
    this.versions = versions;
    this.checksums = checksums;
    this.signatures = signatures;
  }

  /** A jar that may be loaded, or why not. */
  sealed interface Verdict {
    record Acceptable(PluginInfo info, List<String> warnings) implements Verdict {
      public Acceptable {
        warnings = List.copyOf(warnings);
      }
    }

    record Unacceptable(PluginState.Refused refusal) implements Verdict {}
  }

  /** Call it in the order in which jars take precedence: the first of two with one id wins. */
  Verdict judge(Path file) {
    PluginInfo info;
    try {
      info = manifests.read(file);
    } catch (RefusedException e) {
      return refused(file, null, e);
    }
    try {
      return new Verdict.Acceptable(info, check(info));
    } catch (RefusedException e) {
      return refused(file, info, e);
    }
  }

  private List<String> check(PluginInfo info) {
    List<String> warnings = new ArrayList<>();
    signatures.check(info.file());
    checksums.check(info.file()).ifPresent(warnings::add);
    versions.checkSpi(info.requires());
    if (info.requires().isEmpty()) {
      warnings.add("its manifest has no Plugin-Requires: nobody knows whether it fits this SPI");
    }
    if (bringsSpi(info.file())) {
      warnings.add("it brings a copy of the SPI, which is never used: build it without");
    }
    PluginInfo first = byId.putIfAbsent(info.id(), info);
    if (first != null) {
      throw new RefusedException(
          "its Plugin-Id '"
              + info.id()
              + "' is taken: "
              + first.fileName()
              + " comes before "
              + info.fileName());
    }
    return warnings;
  }

  private static boolean bringsSpi(Path file) {
    try (JarFile jar = new JarFile(file.toFile())) {
      return jar.stream()
          .anyMatch(
              entry ->
                  entry.getName().startsWith(SPI_FOLDER) && entry.getName().endsWith(".class"));
    } catch (IOException e) {
      throw new RefusedException("it cannot be read as a jar: " + e.getMessage(), e);
    }
  }

  private static Verdict refused(Path file, @Nullable PluginInfo info, RefusedException e) {
    return new Verdict.Unacceptable(new PluginState.Refused(file, info, e.reason()));
  }
}
