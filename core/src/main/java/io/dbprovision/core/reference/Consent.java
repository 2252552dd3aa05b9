package io.dbprovision.core.reference;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.config.CrossNamespace;
import io.dbprovision.core.kube.Events;
import io.dbprovision.core.kube.Namespaces;
import io.dbprovision.core.status.Grandfathered;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.Arrays;
import java.util.Map;

/**
 * References across namespaces need the consent of the namespace they point into: an annotation on
 * what is referred to, or on its namespace. Cluster-scoped objects need none: who may write one may
 * read every namespace.
 */
public final class Consent {
  private final CrossNamespace rule;
  private final Namespaces namespaces;
  private final Events events;

  @Inject
  public Consent(CrossNamespace rule, Namespaces namespaces, Events events) {
    this.rule = rule;
    this.namespaces = namespaces;
    this.events = events;
  }

  /**
   * @param from the object that refers
   * @param path its field
   * @param into the namespace of what is referred to
   * @param target what is referred to, for the message
   * @param annotations of what is referred to
   * @throws EngineException PERMISSION when nobody there agreed
   */
  public void require(
      CustomResource from,
      String path,
      String into,
      String target,
      Map<String, String> annotations) {
    if (granted(from, path, into, annotations)) {
      return;
    }
    throw refused(
        path,
        "%s in namespace %s does not allow references from namespace %s; annotate it or its namespace with %s=%s"
            .formatted(target, into, from.namespace(), Keys.ALLOW_FROM, from.namespace()));
  }

  /** The same for something that is yet to be made in that namespace. */
  public void requireNamespace(CustomResource from, String path, String into) {
    if (granted(from, path, into, Map.of())) {
      return;
    }
    throw refused(
        path,
        "namespace %s does not allow Secrets for namespace %s; annotate it with %s=%s"
            .formatted(into, from.namespace(), Keys.ALLOW_FROM, from.namespace()));
  }

  private boolean granted(
      CustomResource from, String path, String into, Map<String, String> annotations) {
    String namespace = from.namespace();
    boolean clusterWide = !from.kind().namespaced();
    if (clusterWide || namespace.equals(into) || rule == CrossNamespace.ALLOW) {
      return true;
    }
    if (rule == CrossNamespace.DENY) {
      throw refused(
          path,
          "refers to namespace %s; this operator runs with --cross-namespace=deny".formatted(into));
    }
    if (given(namespaces, namespace, into, annotations)) {
      return true;
    }
    boolean grandfathered = Grandfathered.namespaces(from).contains(into);
    if (grandfathered) {
      events.warning(
          from,
          "Grandfathered",
          "%s refers to namespace %s, which has not agreed; it goes on as under the earlier operator. Annotate what is referred to, or that namespace, with %s=%s"
              .formatted(path, into, Keys.ALLOW_FROM, namespace));
    }
    return grandfathered;
  }

  /**
   * Whether what is referred to, or its namespace, agreed; whatever this operator's rule is.
   *
   * @param from empty for a cluster-scoped object, which needs nobody's consent
   */
  public static boolean given(
      Namespaces namespaces, String from, String into, Map<String, String> annotations) {
    return from.isEmpty()
        || from.equals(into)
        || allows(annotations, from)
        || namespaces.get(into).filter(ns -> allows(ns.annotations(), from)).isPresent();
  }

  private static EngineException refused(String path, String message) {
    return EngineException.at(ErrorKind.PERMISSION, path, message);
  }

  private static boolean allows(Map<String, String> annotations, String from) {
    return Arrays.stream(annotations.getOrDefault(Keys.ALLOW_FROM, "").split(",", -1))
        .map(String::trim)
        .anyMatch(allowed -> allowed.equals("*") || allowed.equals(from));
  }
}
