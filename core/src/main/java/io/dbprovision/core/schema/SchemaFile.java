package io.dbprovision.core.schema;

import java.util.Objects;

/**
 * One CRD as text.
 *
 * @param source where it comes from, for messages: a path, or the name of a cluster
 * @param text YAML or JSON
 */
public record SchemaFile(String source, String text) {
  public SchemaFile {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(text, "text");
  }
}
