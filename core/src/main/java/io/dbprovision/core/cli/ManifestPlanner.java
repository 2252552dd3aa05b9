package io.dbprovision.core.cli;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.SpecFields;
import io.dbprovision.core.reconcile.UnreadUserFields;
import io.dbprovision.core.schema.ManifestCheck;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Plans manifests one by one, as if whoever is on record were the manifest's own object. */
final class ManifestPlanner {
  private static final Set<Kind> PLANNED = Set.of(Kind.DATABASE, Kind.USER, Kind.ROLE, Kind.GRANT);

  private final Engine engine;
  private final ManifestCheck check;
  private final ServerPlans server;
  private final PlanCluster cluster;

  ManifestPlanner(Engine engine, ManifestCheck check, ServerPlans server, PlanCluster cluster) {
    this.engine = engine;
    this.check = check;
    this.server = server;
    this.cluster = cluster;
  }

  Verdict plan(Fields manifest) {
    Optional<CustomResource> resource = ManifestSet.resource(manifest);
    if (resource.isEmpty()) {
      return stranger(manifest);
    }
    CustomResource object = resource.get();
    List<String> problems = check.problems(object.kind(), manifest);
    if (!PLANNED.contains(object.kind().spi())) {
      return problems.isEmpty() ? new Verdict.LeftOut() : new Verdict.Impossible(problems);
    }
    Validation validation = engine.validate(object.kind().spi(), section(object));
    for (String found : found(validation, ErrorKind.INVALID)) {
      String field = field(found);
      if (problems.stream().noneMatch(told -> field(told).equals(field))) {
        problems.add(found);
      }
    }
    return problems.isEmpty() ? plan(object, validation) : new Verdict.Impossible(problems);
  }

  private static Verdict stranger(Fields manifest) {
    String version = manifest.text("apiVersion", "");
    return version.startsWith(CustomKind.GROUP + "/")
        ? new Verdict.Impossible(
            List.of("kind: %s has no such kind".formatted(CustomKind.DATABASE.apiVersion())))
        : new Verdict.LeftOut();
  }

  private Section section(CustomResource object) {
    String key = engine.section();
    return Section.of("spec." + key, object.spec().object(key).values());
  }

  private Verdict plan(CustomResource object, Validation validation) {
    List<String> notes = found(validation, ErrorKind.UNSUPPORTED);
    notes.replaceAll(note -> "not supported: " + note);
    if (object.status().isEmpty()) {
      notes.add("planned as a new object: " + cluster.whyNothing());
    }
    notes.addAll(SpecFields.unread(object.kind(), object.spec(), engine.section()));
    try {
      if (object.kind().equals(CustomKind.USER)) {
        notes.addAll(UnreadUserFields.of(object));
      }
      Optional<Owner> recorded = server.recorded(object);
      Plan plan = server.plan(object, recorded);
      List<String> hindrances =
          object.kind().spi().equals(Kind.GRANT)
              ? List.of()
              : claim(object, plan.exists(), recorded).map(List::of).orElse(List.of());
      List<String> runs = new ScriptPlan(cluster).of(object, plan.exists(), notes);
      return new Verdict.Planned(withoutTheRecord(plan), runs, hindrances, notes);
    } catch (EngineException e) {
      List<String> why = List.of(String.valueOf(e.getMessage()));
      return switch (e.kind()) {
        case NOT_FOUND, CONFLICT, PERMISSION ->
            new Verdict.Planned(List.of(), List.of(), why, notes);
        case INVALID, UNSUPPORTED, AUTHENTICATION, UNREACHABLE, TIMEOUT, EXHAUSTED, INTERNAL ->
            new Verdict.Impossible(why);
      };
    }
  }

  /** The record is the operator's own business: a plan that has nothing else is in sync. */
  private static List<Change> withoutTheRecord(Plan plan) {
    return plan.changes().stream()
        .filter(change -> !change.id().equals(OwnershipRecord.CHANGE))
        .toList();
  }

  /** Why the operator would not touch an existing object as readily as this plan does. */
  private static Optional<String> claim(
      CustomResource object, boolean exists, Optional<Owner> recorded) {
    if (!exists || object.metadata().flagged(Keys.ADOPT)) {
      return Optional.empty();
    }
    if (recorded.isEmpty()) {
      return object.status().isEmpty()
          ? Optional.of(
              "it is there already and nobody's on record: the operator takes it only with the"
                  + " annotation "
                  + Keys.ADOPT
                  + "=true")
          : Optional.empty();
    }
    return recorded
        .filter(owner -> !Tenant.isOf(owner, object))
        .map(
            owner ->
                "it belongs to %s by the server's record: the operator reports a conflict"
                    .formatted(owner));
  }

  private static List<String> found(Validation validation, ErrorKind kind) {
    return validation.problems().stream()
        .filter(problem -> problem.kind() == kind)
        .map(problem -> problem.path() + ": " + problem.message())
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static String field(String problem) {
    return problem.substring(0, Math.max(0, problem.indexOf(": ")));
  }
}
