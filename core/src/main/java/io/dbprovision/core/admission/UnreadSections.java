package io.dbprovision.core.admission;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.SpecFields;
import io.dbprovision.core.instance.Engines;
import io.dbprovision.core.kube.AdmissionRequest;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.Kind;
import java.util.List;
import java.util.Optional;

/**
 * Warns of an engine that no plugin has, and of sections that the engine does not read: manifests
 * with more than one section are applied as they are, so it is no reason to refuse them.
 */
final class UnreadSections implements AdmissionRule {
  private final Resources resources;
  private final Engines engines;

  @Inject
  UnreadSections(Resources resources, Engines engines) {
    this.resources = resources;
    this.engines = engines;
  }

  @Override
  public List<Finding> look(AdmissionRequest request) {
    CustomResource object = request.object();
    if (request.operation() == AdmissionRequest.Operation.DELETE || !resources.ours(object)) {
      return List.of();
    }
    Optional<EngineName> name = engine(object);
    Optional<Engine> engine = name.flatMap(engines::find);
    if (name.isPresent() && engine.isEmpty()) {
      return object.kind().spi().equals(Kind.INSTANCE)
          ? List.of(new Finding.Warning("spec.engine: " + engines.whyMissing(name.get())))
          : List.of();
    }
    return engine.stream()
        .flatMap(known -> SpecFields.unread(object.kind(), object.spec(), known.section()).stream())
        .<Finding>map(Finding.Warning::new)
        .toList();
  }

  private Optional<EngineName> engine(CustomResource object) {
    Optional<CustomResource> instance =
        object.kind().spi().equals(Kind.INSTANCE)
            ? Optional.of(object)
            : Refs.instance(object)
                .or(() -> Refs.grantee(object).flatMap(resources::get).flatMap(Refs::instance))
                .flatMap(resources::get);
    return instance.flatMap(found -> found.spec().text("engine")).flatMap(UnreadSections::name);
  }

  /** Empty for what the schema refuses. */
  private static Optional<EngineName> name(String text) {
    try {
      return Optional.of(new EngineName(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
