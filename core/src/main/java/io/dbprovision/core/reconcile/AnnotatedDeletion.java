package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.spi.DropMode;

/** Deletion policy and protection of the kinds that have no fields for them. */
final class AnnotatedDeletion {
  private AnnotatedDeletion() {}

  static boolean isProtected(CustomResource resource) {
    return resource.metadata().flagged(Keys.DELETION_PROTECTION);
  }

  static DropMode policy(CustomResource resource) {
    return resource.metadata().annotation(Keys.DELETION_POLICY).orElse("Delete").equals("Delete")
        ? DropMode.DROP
        : DropMode.RETAIN;
  }
}
