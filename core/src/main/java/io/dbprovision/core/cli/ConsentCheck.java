package io.dbprovision.core.cli;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.Namespaces;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.kube.Secrets;
import io.dbprovision.core.reference.Consent;
import io.dbprovision.core.reference.CrossRef;
import io.dbprovision.core.reference.CrossRef.Target;
import io.dbprovision.core.reference.CrossRefs;
import io.dbprovision.core.status.Grandfathered;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Lists references into namespaces that did not agree, of all sorts that consent is asked for. What
 * an earlier operator made ready still works, and nobody would notice until it does not.
 */
final class ConsentCheck {
  private static final int SHOWN = 50;

  private final Resources resources;
  private final Namespaces namespaces;
  private final Secrets secrets;

  ConsentCheck(Resources resources, Namespaces namespaces, Secrets secrets) {
    this.resources = resources;
    this.namespaces = namespaces;
    this.secrets = secrets;
  }

  private record Found(CustomResource object, CrossRef reference) {}

  /**
   * @throws io.dbprovision.core.kube.KubeException when a Secret that is referred to cannot be read
   */
  void check(Checkup checkup) {
    List<Found> without =
        CustomKind.ALL.stream()
            .filter(CustomKind::namespaced) // the others need nobody's consent
            .flatMap(kind -> resources.list(kind).stream())
            .flatMap(object -> CrossRefs.of(object).stream().map(to -> new Found(object, to)))
            .filter(found -> !given(found))
            .sorted(Comparator.comparing(found -> found.object().key().toString()))
            .toList();
    if (without.isEmpty()) {
      checkup.good("consent", "");
    }
    without.stream().limit(SHOWN).forEach(found -> tell(found, checkup));
    if (without.size() > SHOWN) {
      checkup.bad("consent", "and %d more references".formatted(without.size() - SHOWN), "");
    }
  }

  private static void tell(Found found, Checkup checkup) {
    CustomResource object = found.object();
    CrossRef to = found.reference();
    boolean goesOn = Grandfathered.namespaces(object).contains(to.namespace());
    checkup.bad(
        object.key().toString(),
        "%s: %s leads to %s in namespace %s without its consent"
            .formatted(goesOn ? "grandfathered" : "refused", to.path(), to.title(), to.namespace()),
        "kubectl annotate %s %s=%s".formatted(place(to), Keys.ALLOW_FROM, object.namespace()));
  }

  private static String place(CrossRef to) {
    return switch (to.target()) {
      case Target.Resource(ResourceKey key) ->
          "-n %s %s %s"
              .formatted(key.namespace(), key.kind().name().toLowerCase(Locale.ROOT), key.name());
      case Target.Secret(String namespace, String name) ->
          "-n %s secret %s".formatted(namespace, name);
      case Target.ConfigMap(String namespace, String _) -> "namespace " + namespace;
      case Target.NewSecret(String namespace) -> "namespace " + namespace;
    };
  }

  private boolean given(Found found) {
    String from = found.object().namespace();
    String into = found.reference().namespace();
    // most need no look at what they lead to
    return Consent.given(namespaces, from, into, Map.of())
        || Consent.given(namespaces, from, into, annotations(found.reference().target()));
  }

  private Map<String, String> annotations(Target target) {
    return switch (target) {
      case Target.Resource(ResourceKey key) ->
          resources.get(key).map(object -> object.metadata().annotations()).orElse(Map.of());
      case Target.Secret(String namespace, String name) ->
          secrets.get(namespace, name).map(Secrets.Secret::annotations).orElse(Map.of());
      case Target.ConfigMap _ -> Map.of();
      case Target.NewSecret _ -> Map.of();
    };
  }
}
