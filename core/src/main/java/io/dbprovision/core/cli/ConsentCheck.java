package io.dbprovision.core.cli;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.Namespaces;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reference.Consent;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.core.status.Grandfathered;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lists objects that refer to an instance in another namespace which did not agree. What an earlier
 * operator made ready still works, and nobody would notice until it does not.
 */
final class ConsentCheck {
  private static final int SHOWN = 50;

  private final Resources resources;
  private final Namespaces namespaces;

  ConsentCheck(Resources resources, Namespaces namespaces) {
    this.resources = resources;
    this.namespaces = namespaces;
  }

  void check(Checkup checkup) {
    List<CustomResource> without =
        Stream.of(CustomKind.DATABASE, CustomKind.USER)
            .flatMap(kind -> resources.list(kind).stream())
            .filter(object -> foreign(object).isPresent())
            .sorted(Comparator.comparing(object -> object.key().toString()))
            .toList();
    if (without.isEmpty()) {
      checkup.good("consent", "");
    }
    without.stream().limit(SHOWN).forEach(object -> tell(object, checkup));
    if (without.size() > SHOWN) {
      checkup.bad("consent", "and %d more objects".formatted(without.size() - SHOWN), "");
    }
  }

  private void tell(CustomResource object, Checkup checkup) {
    ResourceKey instance = foreign(object).orElseThrow();
    checkup.bad(
        object.key().toString(),
        (Grandfathered.namespaces(object).contains(instance.namespace())
                ? "grandfathered: refers"
                : "refused: refers")
            + " to "
            + instance
            + " without its consent",
        "kubectl annotate -n %s databaseinstance %s %s=%s"
            .formatted(instance.namespace(), instance.name(), Keys.ALLOW_FROM, object.namespace()));
  }

  private Optional<ResourceKey> foreign(CustomResource object) {
    return Refs.instance(object)
        .filter(
            instance ->
                !Consent.given(
                    namespaces,
                    object.namespace(),
                    instance.namespace(),
                    resources
                        .get(instance)
                        .map(found -> found.metadata().annotations())
                        .orElse(Map.of())));
  }
}
