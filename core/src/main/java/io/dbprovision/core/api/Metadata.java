package io.dbprovision.core.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object's metadata as far as the operator reads it.
 *
 * @param namespace empty for a cluster-scoped object
 * @param created null where it is not known
 * @param deletionRequested null while nobody asked for deletion
 * @param owners uids of the objects that it goes with
 */
public record Metadata(
    String namespace,
    String name,
    String uid,
    String resourceVersion,
    long generation,
    @Nullable Instant created,
    @Nullable Instant deletionRequested,
    Map<String, String> labels,
    Map<String, String> annotations,
    List<String> finalizers,
    List<String> owners) {
  public Metadata {
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(uid, "uid");
    Objects.requireNonNull(resourceVersion, "resourceVersion");
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
    finalizers = List.copyOf(finalizers);
    owners = List.copyOf(owners);
  }

  /** Of an object that nobody owns. */
  public Metadata(
      String namespace,
      String name,
      String uid,
      String resourceVersion,
      long generation,
      @Nullable Instant created,
      @Nullable Instant deletionRequested,
      Map<String, String> labels,
      Map<String, String> annotations,
      List<String> finalizers) {
    this(
        namespace,
        name,
        uid,
        resourceVersion,
        generation,
        created,
        deletionRequested,
        labels,
        annotations,
        finalizers,
        List.of());
  }

  public boolean deleting() {
    return deletionRequested != null;
  }

  public Optional<String> annotation(String key) {
    return Optional.ofNullable(annotations.get(key));
  }

  /** Every boolean annotation is on only for the exact string {@code true}. */
  public boolean flagged(String key) {
    return "true".equals(annotations.get(key));
  }
}
