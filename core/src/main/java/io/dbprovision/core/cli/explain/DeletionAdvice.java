package io.dbprovision.core.cli.explain;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.cli.view.KindNames;
import io.dbprovision.core.cli.view.State;
import io.dbprovision.core.status.Reasons;
import java.util.Optional;

/** What a deletion waits for, and how it goes on. */
final class DeletionAdvice {
  private DeletionAdvice() {}

  /** Empty for an object that nobody deletes, or that says something else. */
  static Optional<Remedy> of(CustomResource object, State state) {
    ResourceKey key = object.key();
    return switch (state.reason()) {
      case Reasons.DELETION_PROTECTED ->
          Optional.of(
              Remedy.of(
                  "%s is protected, and was deleted: take the protection away if that is meant"
                      .formatted(key),
                  unprotect(object)));
      case Reasons.DEPENDENCIES_EXIST ->
          Optional.of(
              Remedy.of(
                  "Other objects need %s: delete these first".formatted(key),
                  "kubectl dbops status %s/%s%s"
                      .formatted(
                          KindNames.word(key.kind()),
                          key.name(),
                          key.namespace().isEmpty() ? "" : " -n " + key.namespace())));
      case Reasons.PENDING_DELETION_CONFIRMATION -> Optional.of(consent(object));
      case Reasons.OWNERSHIP_BLOCKS -> Optional.of(owned(object));
      case Reasons.CASCADE_DELETING, Reasons.DELETING ->
          Optional.of(Remedy.of("It is at work; when it hangs, look at what goes with it"));
      case Reasons.DELETE_FAILED ->
          Optional.of(
              Remedy.of(
                  "It is tried again by itself; to let the object go and leave behind what cannot be removed",
                  Commands.annotate(key, Keys.FORCE_DELETE, "true")));
      default -> Optional.empty();
    };
  }

  private static String unprotect(CustomResource object) {
    return object.spec().flag("deletionProtection", false)
            || !object.metadata().flagged(Keys.DELETION_PROTECTION)
        ? Commands.kubectl(
            "patch",
            object.key(),
            "--type=merge",
            "-p",
            "{\"spec\":{\"deletionProtection\":false}}")
        : Commands.withoutAnnotation(object.key(), Keys.DELETION_PROTECTION);
  }

  private static Remedy consent(CustomResource object) {
    String hash = object.status().object("deletionConfirmation").text("hash", "HASH");
    return Remedy.of(
        "All that is listed would go with %s: agree to exactly that, or take %s off"
            .formatted(object.key(), Keys.FORCE_DELETE),
        Commands.annotate(object.key(), Keys.CONFIRM_FORCE_DELETE, hash));
  }

  private static Remedy owned(CustomResource object) {
    Fields block = object.status().object("ownershipBlock");
    return Remedy.of(
        block
            .text("resolution")
            .map(statement -> "Hand over what the login owns, in each database: " + statement)
            .orElse("Hand over what the login owns"),
        Commands.annotate(object.key(), Keys.DELETION_POLICY, "Retain"));
  }
}
