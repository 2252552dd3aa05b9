package io.dbprovision.core.cli.explain;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.cli.view.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What an object's status tells beside its conditions, as sentences. */
final class StatusFacts {
  private static final int MOST = 20;

  private StatusFacts() {}

  static List<String> of(CustomResource object) {
    List<String> facts = new ArrayList<>();
    Fields status = object.status();
    if (object.deleting()) {
      facts.add("It is being deleted.");
    }
    String progress = Progress.of(object);
    if (!progress.isEmpty()) {
      facts.add("Under way: " + progress + ".");
    }
    plan(status.object("plan"), facts);
    drift(status.object("drift"), facts);
    Fields script = status.object("initSQL");
    script
        .text("error")
        .ifPresent(
            error ->
                facts.add(
                    "Init SQL, after %d statements that went well: %s"
                        .formatted(script.number("statementsExecuted", 0), error)));
    status.object("ownershipBlock").objects("ownedObjects").stream()
        .limit(MOST)
        .forEach(
            owned ->
                facts.add(
                    "It owns the %s %s%s."
                        .formatted(
                            owned.text("type", "object"),
                            owned.text("schema").map(schema -> schema + ".").orElse(""),
                            owned.text("name", ""))));
    List<String> children = status.object("deletionConfirmation").texts("children");
    if (!children.isEmpty()) {
      facts.add("With it would go " + String.join(", ", children) + ".");
    }
    status
        .object("rotation")
        .objects("pendingDeletion")
        .forEach(
            login ->
                login
                    .text("blockedReason")
                    .ifPresent(
                        why ->
                            facts.add(
                                "The replaced login %s is still there: %s"
                                    .formatted(login.text("user", ""), why))));
    status.texts("warnings").forEach(warning -> facts.add("Remark: " + warning));
    return facts;
  }

  private static void plan(Fields plan, List<String> facts) {
    plan.objects("changes").stream()
        .limit(MOST)
        .forEach(
            change ->
                facts.add(
                    "Planned, %s: %s (%s: %s -> %s)"
                        .formatted(
                            change.text("risk", "").toLowerCase(Locale.ROOT),
                            change.text("summary", ""),
                            change.text("path", ""),
                            change.text("actual", "none"),
                            change.text("expected", "none"))));
  }

  private static void drift(Fields drift, List<String> facts) {
    drift.objects("diffs").stream()
        .limit(MOST)
        .forEach(
            diff ->
                facts.add(
                    "Differs: %s is %s on the server, and %s in the manifest%s"
                        .formatted(
                            diff.text("field", ""),
                            diff.text("actual", "none"),
                            diff.text("expected", "none"),
                            diff.flag("immutable", false)
                                ? "; it cannot be changed in place"
                                : diff.flag("destructive", false)
                                    ? "; putting it right may lose something"
                                    : "")));
  }
}
