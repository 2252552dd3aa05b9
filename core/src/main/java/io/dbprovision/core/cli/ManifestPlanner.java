package io.dbprovision.core.cli;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.api.SpecFields;
import io.dbprovision.core.discovery.AdoptionWord;
import io.dbprovision.core.instance.ServerState;
import io.dbprovision.core.reconcile.Forecast;
import io.dbprovision.core.reconcile.UnreadUserFields;
import io.dbprovision.core.reference.Refs;
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
import io.dbprovision.spi.Session;
import io.dbprovision.spi.Validation;
import java.time.InstantSource;
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
  private final PlanCluster cluster;
  private final ManifestSet manifests;
  private final Session session;
  private final Forecast forecast;

  ManifestPlanner(
      ServerState.Available server,
      ManifestCheck check,
      List<Fields> manifests,
      PlanCluster cluster,
      InstantSource clock) {
    this.engine = server.engine();
    this.session = server.session();
    this.check = check;
    this.cluster = cluster;
    this.manifests = new ManifestSet(manifests, cluster, this::recorded);
    this.forecast =
        new Forecast(this.manifests.objects(), this.manifests.identity(), server, clock);
  }

  private Optional<Owner> recorded(CustomResource resource) {
    return Forecast.recorded(session, resource);
  }

  Verdict plan(Fields manifest) {
    Optional<CustomResource> resource = ManifestSet.resource(manifest);
    if (resource.isEmpty()) {
      return stranger(manifest);
    }
    CustomResource object = resource.get();
    List<String> problems = check.problems(object.kind(), manifest);
    manifests
        .live(object)
        .map(live -> check.refusedChanges(object.kind(), live.spec(), object.spec()))
        .ifPresent(problems::addAll);
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
    return problems.isEmpty()
        ? plan(manifests.placed(object), validation)
        : new Verdict.Impossible(problems);
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

  private Verdict plan(CustomResource placed, Validation validation) {
    List<String> notes = found(validation, ErrorKind.UNSUPPORTED);
    notes.replaceAll(note -> "not supported: " + note);
    CustomResource object = forecast.here(placed);
    notes.addAll(unknown(placed, object));
    notes.addAll(SpecFields.unread(object.kind(), object.spec(), engine.section()));
    try {
      if (object.kind().equals(CustomKind.USER)) {
        notes.addAll(
            UnreadUserFields.of(object, engine.section(), forecast.keepsReplacedPasswords()));
      }
      Optional<Owner> recorded = recorded(object);
      requireGrantee(object);
      Plan plan = forecast.plan(object, recorded);
      List<String> hindrances = new ArrayList<>();
      claim(object, plan.exists(), recorded).ifPresent(hindrances::add);
      if (object.deleting()) {
        hindrances.add("it is being deleted");
      }
      if (plan.exists() && strange(object, recorded)) {
        Refs.instance(object)
            .filter(instance -> AdoptionWord.needed(object, instance))
            .ifPresent(instance -> notes.add(AdoptionWord.wayOut(object, instance)));
      }
      List<String> runs = new ScriptPlan(cluster).of(object, plan, notes);
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

  /** What a reader of the plan has to know of where it comes from. */
  private List<String> unknown(CustomResource placed, CustomResource here) {
    List<String> notes = new ArrayList<>();
    if (placed.status().isEmpty()) {
      notes.add("planned as a new object: " + cluster.whyNothing());
    } else if (!placed.equals(here)) {
      notes.add("planned as a new object: its status is about another server than this one");
    }
    if (forecast.rotationDue(here)) {
      notes.add("its logins are due to change, which is not planned here");
    }
    manifests.gap().ifPresent(notes::add);
    return notes;
  }

  private void requireGrantee(CustomResource object) {
    Optional<ResourceKey> grantee = Refs.grantee(object);
    if (object.kind().spi().equals(Kind.GRANT)
        && grantee.flatMap(manifests.objects()::get).isEmpty()) {
      throw EngineException.at(
          ErrorKind.INVALID,
          Refs.granteeField(object),
          "%s is not among the manifests; name its file, too"
              .formatted(grantee.map(ResourceKey::toString).orElse("its grantee")));
    }
  }

  /** The record is the operator's own business: a plan that has nothing else is in sync. */
  private static List<Change> withoutTheRecord(Plan plan) {
    return plan.changes().stream()
        .filter(change -> !change.id().equals(OwnershipRecord.CHANGE))
        .toList();
  }

  /** Whether it could only be adopted. */
  private static boolean strange(CustomResource object, Optional<Owner> recorded) {
    return recorded
        .map(owner -> !Tenant.isOf(owner, object))
        .orElseGet(() -> object.status().isEmpty());
  }

  /** Why the operator would not touch an existing object as readily as this plan does. */
  private static Optional<String> claim(
      CustomResource object, boolean exists, Optional<Owner> recorded) {
    boolean grant = object.kind().spi().equals(Kind.GRANT);
    if (grant || !exists || object.metadata().flagged(Keys.ADOPT)) {
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
