package io.dbprovision.core.cli;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.cli.view.Forest;
import io.dbprovision.core.cli.view.Node;
import io.dbprovision.core.kube.Cluster;
import io.dbprovision.core.kube.KubeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * All objects of a namespace or of the cluster, as a tree; what may not be looked at is left out
 * and told.
 *
 * @param notes sentences for people: what is not among them
 */
record Overview(List<Node> roots, List<String> notes) {
  Overview {
    roots = List.copyOf(roots);
    notes = List.copyOf(notes);
  }

  private record Listing(List<CustomResource> found, List<String> notes) {}

  /**
   * @param namespace empty for all
   * @throws KubeException when nothing can be looked at
   */
  static Overview of(Cluster cluster, Optional<String> namespace) throws InterruptedException {
    Listing listing = list(cluster, namespace);
    List<CustomResource> all = new ArrayList<>(listing.found());
    Map<ResourceKey, String> gaps = new HashMap<>();
    // of what is in no namespace, what somebody here uses is read by its name
    fill(cluster, all, gaps);
    return new Overview(Forest.of(all, gaps), listing.notes());
  }

  Overview with(String note) {
    List<String> more = new ArrayList<>(notes);
    more.add(note);
    return new Overview(roots, more);
  }

  /** Until all that these belong to is among them, or known not to be there. */
  private static void fill(
      Cluster cluster, List<CustomResource> all, Map<ResourceKey, String> gaps) {
    List<ResourceKey> missing;
    do {
      missing = Forest.missing(all).stream().filter(key -> !gaps.containsKey(key)).toList();
      for (ResourceKey key : missing) {
        try {
          cluster.find(key).ifPresentOrElse(all::add, () -> gaps.put(key, ""));
        } catch (KubeException e) {
          if (e.kind() != KubeException.Kind.FORBIDDEN) {
            throw e;
          }
          gaps.put(key, "this user may not look at it");
        }
      }
    } while (!missing.isEmpty());
  }

  private static Listing list(Cluster cluster, Optional<String> namespace)
      throws InterruptedException {
    List<CustomKind> kinds =
        CustomKind.ALL.stream().filter(kind -> kind.namespaced() || namespace.isEmpty()).toList();
    List<CustomResource> found = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    List<KubeException> refused = new ArrayList<>();
    // the answers take longer than the questions
    try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
      record Asked(CustomKind kind, Future<List<CustomResource>> answer) {}
      List<Asked> all =
          kinds.stream()
              .map(kind -> new Asked(kind, together.submit(() -> cluster.list(kind, namespace))))
              .toList();
      for (Asked one : all) {
        try {
          found.addAll(answer(one.answer()));
        } catch (KubeException e) {
          notes.add(note(one.kind(), namespace, e));
          refused.add(e);
        }
      }
    }
    if (refused.size() == kinds.size()) {
      throw nothing(refused.getFirst(), namespace);
    }
    Collections.sort(notes);
    return new Listing(found, notes);
  }

  private static KubeException nothing(KubeException first, Optional<String> namespace) {
    return switch (first.kind()) {
      case NOT_FOUND ->
          new KubeException(
              KubeException.Kind.NOT_FOUND,
              "the CRDs of dbops are not installed: dbops crds | kubectl apply --server-side -f -",
              first);
      case FORBIDDEN ->
          namespace.isPresent()
              ? first
              : new KubeException(
                  KubeException.Kind.FORBIDDEN,
                  first.getMessage() + "; without -A only one namespace is looked at",
                  first);
      default -> first;
    };
  }

  /** What is missing in what follows; whatever else went wrong is thrown. */
  private static String note(CustomKind kind, Optional<String> namespace, KubeException e) {
    return switch (e.kind()) {
      case FORBIDDEN ->
          "%s are left out: this user may not list them%s"
              .formatted(
                  kind.plural(),
                  kind.namespaced()
                      ? namespace.map(name -> " in namespace " + name).orElse(" everywhere")
                      : "");
      case NOT_FOUND -> "%s are left out: their CRD is not installed".formatted(kind.plural());
      default -> throw e;
    };
  }

  private static List<CustomResource> answer(Future<List<CustomResource>> asked)
      throws InterruptedException {
    try {
      return asked.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof RuntimeException known) {
        throw known;
      }
      throw new IllegalStateException(cause);
    }
  }
}
