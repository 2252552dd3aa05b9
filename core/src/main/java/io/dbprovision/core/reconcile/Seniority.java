package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import java.time.Instant;
import java.util.Comparator;

/** Who goes first where two objects contradict each other. */
final class Seniority {
  private static final Comparator<CustomResource> ORDER =
      Comparator.comparing(
              (CustomResource resource) -> resource.metadata().created(),
              Comparator.nullsLast(Comparator.<Instant>naturalOrder()))
          .thenComparing(CustomResource::name)
          .thenComparing(resource -> resource.key().toString());

  private Seniority() {}

  /** True for the older one; of one second's, for the one of the lesser name. */
  static boolean before(CustomResource one, CustomResource other) {
    return ORDER.compare(one, other) < 0;
  }
}
