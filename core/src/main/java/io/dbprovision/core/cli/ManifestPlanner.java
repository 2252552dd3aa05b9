package io.dbprovision.core.cli;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Fields;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.Databases;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import io.dbprovision.spi.Validation;
import java.util.Optional;

/** Plans single manifests, as if whoever is on record were the manifest's own object. */
final class ManifestPlanner {
  private final Engine engine;
  private final Session session;

  ManifestPlanner(Engine engine, Session session) {
    this.engine = engine;
    this.session = session;
  }

  /**
   * @return empty for a kind that is not planned
   * @throws EngineException for a manifest that cannot work
   */
  Optional<Plan> plan(Fields manifest) {
    Optional<CustomKind> kind = CustomKind.named(manifest.text("kind", ""));
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    if (kind.get().equals(CustomKind.DATABASE)) {
      return Optional.of(database(manifest.object("metadata"), manifest.object("spec")));
    }
    if (kind.get().equals(CustomKind.USER)) {
      return Optional.of(user(manifest.object("metadata"), manifest.object("spec")));
    }
    return Optional.empty();
  }

  private Plan database(Fields metadata, Fields spec) {
    String name = spec.text("name", "");
    return capability(Databases.class)
        .plan(
            DatabaseSpec.builder(name, owner(metadata))
                .provenance(provenance(CustomKind.DATABASE, name))
                .section(section(CustomKind.DATABASE, spec))
                .databaseOwner(spec.text("owner").orElse(null))
                .build());
  }

  private Plan user(Fields metadata, Fields spec) {
    String name = spec.text("username", "");
    return capability(Users.class)
        .plan(
            UserSpec.builder(name, owner(metadata))
                .provenance(provenance(CustomKind.USER, name))
                .section(section(CustomKind.USER, spec))
                .roles(spec.texts("roles"))
                .build());
  }

  private <C> C capability(Class<C> type) {
    return session
        .capability(type)
        .orElseThrow(
            () ->
                EngineException.of(ErrorKind.UNSUPPORTED, "this server has nothing of this kind"));
  }

  private static Owner owner(Fields metadata) {
    return new Owner(
        "none", "plan", metadata.text("namespace", "default"), metadata.text("name", ""), "plan");
  }

  private Provenance provenance(CustomKind kind, String name) {
    return Provenance.adopted(
        session
            .capability(OwnershipRecord.class)
            .flatMap(records -> records.ownerOf(kind.spi(), name))
            .orElse(null));
  }

  private Section section(CustomKind kind, Fields spec) {
    Section section =
        Section.of("spec." + engine.section(), spec.object(engine.section()).values());
    Validation validation = engine.validate(kind.spi(), section);
    validation.problems().stream()
        .filter(problem -> problem.kind() == ErrorKind.INVALID)
        .findFirst()
        .ifPresent(
            problem -> {
              throw EngineException.at(problem.kind(), problem.path(), problem.message());
            });
    return section;
  }
}
