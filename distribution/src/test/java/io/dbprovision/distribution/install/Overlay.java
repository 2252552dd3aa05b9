package io.dbprovision.distribution.install;

import io.dbprovision.distribution.Command;
import io.dbprovision.distribution.DevCluster;
import io.dbprovision.distribution.Repo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** A kustomization of {@code distribution/config}, with components or without. */
public record Overlay(String base, List<String> components) {
  public Overlay(String base, String... components) {
    this(base, List.of(components));
  }

  public Overlay {
    components = List.copyOf(components);
  }

  public Rendered rendered(DevCluster cluster) {
    return Rendered.of(text(cluster));
  }

  String text(DevCluster cluster) {
    return render(cluster).must();
  }

  /** As {@code kubectl apply -k} would take it. */
  Command.Result render(DevCluster cluster) {
    // relative paths only, as a user's own overlay has them
    Path folder = Repo.work().resolve("overlay-" + UUID.randomUUID());
    Path config = folder.relativize(Repo.root().resolve("distribution/config"));
    StringBuilder text = new StringBuilder("resources:\n- " + config.resolve(base) + "\n");
    if (!components.isEmpty()) {
      text.append("components:\n");
      components.forEach(
          component ->
              text.append("- ")
                  .append(config.resolve("components").resolve(component))
                  .append('\n'));
    }
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("kustomization.yaml"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cluster.kubectl("", "kustomize", folder.toString());
  }

  /** A folder of {@code distribution/config}. */
  public static String config(String folder) {
    return Repo.root().resolve("distribution/config").resolve(folder).toString();
  }

  @Override
  public String toString() {
    return components.isEmpty() ? base : base + " with " + String.join(", ", components);
  }
}
