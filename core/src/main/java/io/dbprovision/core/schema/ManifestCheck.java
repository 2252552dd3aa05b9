package io.dbprovision.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells what the API server would refuse of a manifest, or kubectl for it, without either of them.
 * Immutable.
 */
public final class ManifestCheck {
  private static final Set<String> ROOT =
      Set.of("apiVersion", "kind", "metadata", "spec", "status");
  private static final Set<String> METADATA =
      Set.of(
          "annotations",
          "creationTimestamp",
          "deletionGracePeriodSeconds",
          "deletionTimestamp",
          "finalizers",
          "generateName",
          "generation",
          "labels",
          "managedFields",
          "name",
          "namespace",
          "ownerReferences",
          "resourceVersion",
          "selfLink",
          "uid");
  private static final String NAME = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final int LONGEST_NAME = 253;
  private static final int LONGEST_NAMESPACE = 63;

  private final Map<String, JsonNode> specs = new LinkedHashMap<>();

  public ManifestCheck(List<ComposedCrd> crds) {
    for (ComposedCrd crd : crds) {
      specs.put(
          crd.kind(),
          Yaml.read(crd.name(), crd.yaml())
              .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec"));
    }
  }

  /**
   * @param manifest of that kind
   * @return a sentence for each problem, beginning with the field's path; empty when it is fine
   */
  public List<String> problems(CustomKind kind, Fields manifest) {
    List<String> problems = new ArrayList<>();
    unknown("", manifest, ROOT, problems);
    Fields metadata = manifest.object("metadata");
    unknown("metadata.", metadata, METADATA, problems);
    name(metadata, problems);
    texts("labels", metadata, problems);
    texts("annotations", metadata, problems);
    JsonNode schema = specs.get(kind.name());
    if (schema != null) {
      Object spec = manifest.values().get("spec");
      ValueCheck values = new ValueCheck();
      values.check("spec", new ObjectMapper().valueToTree(spec == null ? Map.of() : spec), schema);
      problems.addAll(values.problems());
    }
    return problems;
  }

  /**
   * @param before the spec of the object as it is
   * @param now the spec that it is to have
   * @return a sentence for each field that cannot be changed any more, beginning with its path
   */
  public List<String> refusedChanges(CustomKind kind, Fields before, Fields now) {
    FixedFields fixed = new FixedFields();
    JsonNode schema = specs.get(kind.name());
    if (schema != null) {
      ObjectMapper json = new ObjectMapper();
      fixed.compare(
          "spec", json.valueToTree(before.values()), json.valueToTree(now.values()), schema);
    }
    return fixed.changed();
  }

  private static void unknown(
      String path, Fields fields, Set<String> known, List<String> problems) {
    fields.values().keySet().stream()
        .filter(key -> !known.contains(key))
        .forEach(key -> problems.add(path + key + ": there is no such field"));
  }

  private static void name(Fields metadata, List<String> problems) {
    String name = metadata.text("name", "");
    if (name.isEmpty()) {
      problems.add("metadata.name: is required");
    } else if (name.length() > LONGEST_NAME || !name.matches(NAME + "(\\." + NAME + ")*")) {
      problems.add(
          "metadata.name: must be lower-case letters, digits, '-' and '.', %d at most"
              .formatted(LONGEST_NAME));
    }
    String namespace = metadata.text("namespace", "x");
    if (namespace.length() > LONGEST_NAMESPACE || !namespace.matches(NAME)) {
      problems.add(
          "metadata.namespace: must be lower-case letters, digits and '-', %d at most"
              .formatted(LONGEST_NAMESPACE));
    }
  }

  /** A value of another type, such as {@code true} without quotes, is refused. */
  private static void texts(String block, Fields metadata, List<String> problems) {
    metadata
        .object(block)
        .values()
        .forEach(
            (key, value) -> {
              if (!(value instanceof String)) {
                problems.add("metadata.%s.%s: must be a text in quotes".formatted(block, key));
              }
            });
  }
}
