package io.dbprovision.core.schema;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The sections one source brings.
 *
 * @param source where they come from, for messages: a folder or a plugin's jar
 * @param files text by file name: {@code <kind in lower case>.yaml} maps mount points, such as
 *     {@code spec.x}, to OpenAPI schemas, for the cluster-wide kind of the same sort as well;
 *     {@code engines.yaml} lists engine names. Files of kinds that are not composed are passed
 *     over: a plugin may know more kinds than this operator
 */
public record SchemaBundle(String source, SortedMap<String, String> files) {
  static final String ENGINES = "engines.yaml";

  public SchemaBundle {
    Objects.requireNonNull(source, "source");
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  public SchemaBundle(String source, Map<String, String> files) {
    this(source, new TreeMap<>(files));
  }
}
