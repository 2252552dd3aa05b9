package io.dbprovision.core.admission;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.SpecFields;
import io.dbprovision.core.deletion.Cascade;
import io.dbprovision.core.kube.AdmissionRequest;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.core.status.Gates;
import io.dbprovision.spi.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A protected object would wait for ever once its deletion is on record, which cannot be taken
 * back: so it is refused before.
 */
final class ProtectedDeletion implements AdmissionRule {
  private static final String FIELD = "deletionProtection";

  /** Have no such field, and an annotation instead. */
  private static final Set<Kind> ANNOTATED = Set.of(Kind.USER, Kind.ROLE);

  private final Resources resources;
  private final Cascade cascade;

  @Inject
  ProtectedDeletion(Resources resources, Cascade cascade) {
    this.resources = resources;
    this.cascade = cascade;
  }

  @Override
  public List<Finding> look(AdmissionRequest request) {
    CustomResource object = request.object();
    if (request.operation() != AdmissionRequest.Operation.DELETE
        || object.deleting()
        || !resources.ours(object)
        || Gates.forced(object)
        || cascade.namespaceGoes(object)
        || parents(object).anyMatch(Cascade::consented)) {
      return List.of();
    }
    return protection(object)
        .map(
            lifted ->
                new Finding.Refusal(
                    "%s, or annotate the object with %s=true".formatted(lifted, Keys.FORCE_DELETE)))
        .<List<Finding>>map(List::of)
        .orElse(List.of());
  }

  private static Optional<String> protection(CustomResource object) {
    CustomKind kind = object.kind();
    if (SpecFields.has(kind, FIELD)) {
      return object.spec().flag(FIELD, true)
          ? Optional.of("spec.%s is true; set it to false".formatted(FIELD))
          : Optional.empty();
    }
    return ANNOTATED.contains(kind.spi()) && object.metadata().flagged(Keys.DELETION_PROTECTION)
        ? Optional.of(
            "the annotation %s protects it; remove the annotation"
                .formatted(Keys.DELETION_PROTECTION))
        : Optional.empty();
  }

  /** What it goes with when that goes with everything. */
  private Stream<CustomResource> parents(CustomResource object) {
    return Stream.of(Refs.instance(object), Refs.grantee(object), Refs.database(object))
        .flatMap(Optional::stream)
        .flatMap(key -> resources.get(key).stream())
        .flatMap(parent -> Stream.concat(Stream.of(parent), grandparent(parent)));
  }

  private Stream<CustomResource> grandparent(CustomResource parent) {
    return Refs.instance(parent).flatMap(resources::get).stream();
  }
}
