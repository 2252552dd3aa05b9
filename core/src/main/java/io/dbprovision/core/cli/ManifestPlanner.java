package io.dbprovision.core.cli;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.Databases;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.Roles;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import io.dbprovision.spi.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Plans single manifests, as if whoever is on record were the manifest's own object. */
final class ManifestPlanner {
  private final Engine engine;
  private final Session session;

  ManifestPlanner(Engine engine, Session session) {
    this.engine = engine;
    this.session = session;
  }

  Verdict plan(Fields manifest) {
    Optional<CustomKind> kind =
        CustomKind.named(manifest.text("kind", ""))
            .filter(known -> known.apiVersion().equals(manifest.text("apiVersion", "")));
    if (kind.equals(Optional.of(CustomKind.DATABASE))) {
      return plan(CustomKind.DATABASE, "name", manifest, this::database);
    }
    if (kind.equals(Optional.of(CustomKind.USER))) {
      return plan(CustomKind.USER, "username", manifest, this::user);
    }
    if (kind.isPresent() && kind.get().spi().equals(Kind.ROLE)) {
      return plan(kind.get(), "roleName", manifest, this::role);
    }
    return new Verdict.LeftOut();
  }

  /** What one kind of object asks its server for. */
  @FunctionalInterface
  private interface Asking {
    Plan plan(String name, Fields manifest, Provenance provenance, Section section);
  }

  private Verdict plan(CustomKind kind, String nameField, Fields manifest, Asking asking) {
    Fields spec = manifest.object("spec");
    Section section =
        Section.of("spec." + engine.section(), spec.object(engine.section()).values());
    Validation validation = engine.validate(kind.spi(), section);
    List<String> problems = found(validation, ErrorKind.INVALID);
    String name = spec.text(nameField, "");
    if (name.isEmpty()) {
      problems.addFirst("spec." + nameField + ": a name for the server is missing");
    }
    if (!problems.isEmpty()) {
      return new Verdict.Impossible(problems);
    }
    try {
      Optional<Owner> recorded =
          session
              .capability(OwnershipRecord.class)
              .flatMap(records -> records.ownerOf(kind.spi(), name));
      Plan plan = asking.plan(name, manifest, Provenance.adopted(recorded.orElse(null)), section);
      List<String> notes = found(validation, ErrorKind.UNSUPPORTED);
      notes.replaceAll(note -> "not supported: " + note);
      List<String> hindrances =
          claim(manifest, plan.exists(), recorded).map(List::of).orElse(List.of());
      return new Verdict.Planned(withoutTheRecord(plan), hindrances, notes);
    } catch (EngineException e) {
      return new Verdict.Impossible(List.of(String.valueOf(e.getMessage())));
    }
  }

  private Plan database(String name, Fields manifest, Provenance provenance, Section section) {
    return capability(Databases.class)
        .plan(
            DatabaseSpec.builder(name, owner(manifest))
                .provenance(provenance)
                .section(section)
                .databaseOwner(manifest.object("spec").text("owner").orElse(null))
                .build());
  }

  private Plan user(String name, Fields manifest, Provenance provenance, Section section) {
    return capability(Users.class)
        .plan(
            UserSpec.builder(name, owner(manifest))
                .provenance(provenance)
                .section(section)
                .roles(manifest.object("spec").texts("roles"))
                .issued(issued(manifest))
                .build());
  }

  private Plan role(String name, Fields manifest, Provenance provenance, Section section) {
    return capability(Roles.class)
        .plan(
            RoleSpec.builder(name, owner(manifest))
                .provenance(provenance)
                .section(section)
                .issued(issued(manifest))
                .build());
  }

  private static Set<ChangeId> issued(Fields manifest) {
    return manifest.object("status").texts("applied").stream()
        .map(ChangeId::new)
        .collect(Collectors.toUnmodifiableSet());
  }

  private <C> C capability(Class<C> type) {
    return session
        .capability(type)
        .orElseThrow(
            () ->
                EngineException.of(ErrorKind.UNSUPPORTED, "this server has nothing of this kind"));
  }

  /** The record is the operator's own business: a plan that has nothing else is in sync. */
  private static List<Change> withoutTheRecord(Plan plan) {
    return plan.changes().stream()
        .filter(change -> !change.id().equals(OwnershipRecord.CHANGE))
        .toList();
  }

  /** Why the operator would not touch an existing object as readily as this plan does. */
  private static Optional<String> claim(Fields manifest, boolean exists, Optional<Owner> recorded) {
    Fields metadata = manifest.object("metadata");
    boolean adopts = metadata.object("annotations").text(Keys.ADOPT, "").equals("true");
    if (!exists || adopts) {
      return Optional.empty();
    }
    if (recorded.isEmpty()) {
      return manifest.object("status").isEmpty()
          ? Optional.of(
              "it is there already and nobody's on record: the operator takes it only with the"
                  + " annotation "
                  + Keys.ADOPT
                  + "=true")
          : Optional.empty();
    }
    return recorded
        .filter(owner -> !isOf(owner, metadata))
        .map(
            owner ->
                "it belongs to %s by the server's record: the operator reports a conflict"
                    .formatted(owner));
  }

  private static boolean isOf(Owner owner, Fields metadata) {
    return owner.name().equals(metadata.text("name", ""))
        && metadata.text("namespace", owner.namespace()).equals(owner.namespace());
  }

  private static Owner owner(Fields manifest) {
    Fields metadata = manifest.object("metadata");
    return new Owner(
        "none", "plan", metadata.text("namespace", "default"), metadata.text("name", ""), "plan");
  }

  private static List<String> found(Validation validation, ErrorKind kind) {
    return validation.problems().stream()
        .filter(problem -> problem.kind() == kind)
        .map(problem -> problem.path() + ": " + problem.message())
        .collect(Collectors.toCollection(ArrayList::new));
  }
}
