package io.dbprovision.core.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Composes the CRDs: the permanent base, what plugins add, and what is in the cluster already. It
 * adds and never drops. Pure and thread-safe: the same inputs give the same bytes, in whatever
 * order the plugins come.
 */
public final class CrdComposer {
  private CrdComposer() {}

  /**
   * @return one CRD per base document, by kind
   * @throws SchemaException when two sources differ about a field, a section does not fit where it
   *     is mounted, a schema is not structural, or a CRD gets too large
   */
  public static List<ComposedCrd> compose(CrdInputs inputs) {
    List<SchemaBundle> plugins = new ArrayList<>(inputs.plugins());
    plugins.sort(Comparator.comparing(SchemaBundle::source));
    EngineNames engines = new EngineNames();
    inputs.permanent().forEach(engines::add);
    plugins.forEach(engines::add);
    List<KindDraft> drafts = drafts(inputs.base());
    List<InstalledCrd> installed =
        inputs.installed().stream()
            .map(file -> new InstalledCrd(file.source(), Yaml.object(file.source(), file.text())))
            .toList();
    List<ComposedCrd> composed = new ArrayList<>();
    for (KindDraft draft : drafts) {
      inputs.permanent().forEach(bundle -> draft.add(bundle, true));
      plugins.forEach(bundle -> draft.add(bundle, false));
      draft.setEngines(engines.all());
      installed.stream()
          .filter(crd -> crd.name().equals(draft.name()))
          .findFirst()
          .ifPresent(draft::keep);
      composed.add(draft.finish());
    }
    return composed;
  }

  private static List<KindDraft> drafts(List<SchemaFile> base) {
    List<KindDraft> drafts = new ArrayList<>();
    for (SchemaFile file : base) {
      KindDraft draft = new KindDraft(file);
      Optional<KindDraft> twin =
          drafts.stream().filter(known -> known.kind().equals(draft.kind())).findFirst();
      if (twin.isPresent()) {
        throw new SchemaException(file.source() + ": a second base for " + draft.kind());
      }
      drafts.add(draft);
    }
    drafts.sort(Comparator.comparing(KindDraft::kind));
    return drafts;
  }
}
