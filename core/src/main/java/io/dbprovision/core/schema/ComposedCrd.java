package io.dbprovision.core.schema;

import java.util.Objects;

/**
 * A CRD that can be applied.
 *
 * @param kind such as {@code Database}
 * @param name the CRD's own name, {@code <plural>.<group>}
 * @param yaml one document, the same bytes for the same inputs
 */
public record ComposedCrd(String kind, String name, String yaml) {
  public ComposedCrd {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(yaml, "yaml");
  }
}
