package io.dbprovision.core.cli;

import io.dbprovision.core.kube.Kube;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.schema.CrdDocuments;
import io.dbprovision.core.schema.SchemaFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the CRDs are seen that are installed. Fields are not final because picocli fills them. */
final class InstalledCrds {
  private static final String OFFLINE =
      "; or say what is installed with --installed, or that nothing is with --offline";

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = "--installed",
      paramLabel = "<file>",
      description =
          "CRDs that are installed, as kubectl get crd -o yaml prints them; the cluster is not"
              + " asked then. May be repeated.")
  private List<Path> files = new ArrayList<>();

  /**
   * By name, as far as they are installed.
   *
   * @param names of the CRDs that matter
   */
  Map<String, SchemaFile> read(Collection<String> names) throws IOException {
    if (!files.isEmpty()) {
      return fromFiles(names);
    }
    return cluster.offline() ? Map.of() : fromCluster(names);
  }

  private Map<String, SchemaFile> fromFiles(Collection<String> names) throws IOException {
    Map<String, SchemaFile> found = new LinkedHashMap<>();
    for (Path file : files) {
      Map<String, SchemaFile> inside = CrdDocuments.split(file.toString(), Files.readString(file));
      inside.keySet().retainAll(names);
      if (inside.isEmpty()) {
        throw new CliException(
            "%s has none of the CRDs %s".formatted(file, String.join(", ", names)));
      }
      found.putAll(inside);
    }
    return found;
  }

  private Map<String, SchemaFile> fromCluster(Collection<String> names) {
    Map<String, SchemaFile> found = new LinkedHashMap<>();
    try (Kube kube = cluster.open("default")) {
      for (String name : names) {
        kube.definition(name)
            .ifPresent(json -> found.put(name, new SchemaFile("the cluster's " + name, json)));
      }
    } catch (KubeException e) {
      throw new CliException(
          "%s; %s%s".formatted(e.getMessage(), ClusterOptions.wayOut(e), OFFLINE), e);
    } catch (CliException e) {
      throw new CliException(e.getMessage() + OFFLINE, e);
    }
    return found;
  }
}
