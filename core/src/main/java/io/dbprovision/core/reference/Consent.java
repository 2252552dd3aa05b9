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
   * @param annotations of what is referred to; empty when it is not there, or cannot agree
   * @throws EngineException PERMISSION when nobody there agreed
   */
  public void require(CustomResource from, CrossRef to, Map<String, String> annotations) {
    if (granted(from, to.path(), to.namespace(), annotations)) {
      return;
    }
    String into = to.namespace();
    String wanted = Keys.ALLOW_FROM + "=" + from.namespace();
    String message =
        to.target() instanceof CrossRef.Target.NewSecret
            ? "namespace %s does not allow Secrets for namespace %s; annotate it with %s"
                .formatted(into, from.namespace(), wanted)
            : "%s in namespace %s does not allow references from namespace %s; annotate %s with %s"
                .formatted(to.title(), into, from.namespace(), places(to), wanted);
    throw refused(to.path(), message);
  }

  private static String places(CrossRef to) {
    return to.target() instanceof CrossRef.Target.ConfigMap
        ? "its namespace"
        : "it or its namespace";
  }

  private boolean granted(
      CustomResource from, String path, String into, Map<String, String> annotations) {
    String namespace = from.namespace();
    boolean clusterWide = !from.kind().namespaced();
    if (clusterWide || into.isEmpty() || namespace.equals(into) || rule == CrossNamespace.ALLOW) {
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
   * @param into empty for one that all may use
   */
  public static boolean given(
      Namespaces namespaces, String from, String into, Map<String, String> annotations) {
    return from.isEmpty()
        || into.isEmpty()
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
