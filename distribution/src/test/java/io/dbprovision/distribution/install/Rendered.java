package io.dbprovision.distribution.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Objects as they would be applied, by {@code Kind namespace/name}. */
public record Rendered(SortedMap<String, ObjectNode> objects) {
  private static final YAMLMapper YAML = new YAMLMapper();

  /** Kinds of operators that are not there in a plain cluster. */
  private static final List<String> OTHERS =
      List.of("monitoring.coreos.com", "grafana.integreatly.org");

  public static Rendered of(String text) {
    SortedMap<String, ObjectNode> objects = new TreeMap<>();
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
      while (documents.hasNext()) {
        JsonNode next = documents.next();
        if (next instanceof ObjectNode object && object.has("kind")) {
          if (objects.put(id(object), object) != null) {
            throw new IllegalArgumentException("twice: " + id(object));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Rendered(objects);
  }

  private static String id(JsonNode object) {
    JsonNode meta = object.path("metadata");
    return object.path("kind").asText()
        + " "
        + meta.path("namespace").asText("")
        + "/"
        + meta.path("name").asText();
  }

  public Rendered without(Predicate<ObjectNode> unwanted) {
    SortedMap<String, ObjectNode> left = new TreeMap<>();
    objects.forEach(
        (id, object) -> {
          if (!unwanted.test(object)) {
            left.put(id, object);
          }
        });
    return new Rendered(left);
  }

  public Rendered withoutKind(String kind) {
    return without(object -> object.path("kind").asText().equals(kind));
  }

  /** What a cluster without anybody else's operators takes. */
  Rendered builtIn() {
    return without(
        object -> OTHERS.stream().anyMatch(object.path("apiVersion").asText()::startsWith));
  }

  public Stream<ObjectNode> kind(String kind) {
    return objects.values().stream().filter(object -> object.path("kind").asText().equals(kind));
  }

  ObjectNode only(String kind) {
    List<ObjectNode> all = kind(kind).toList();
    if (all.size() != 1) {
      throw new AssertionError(all.size() + " of kind " + kind + " in " + objects.keySet());
    }
    return all.getFirst();
  }

  /** For {@code kubectl apply -f -}. */
  public String text() {
    StringBuilder text = new StringBuilder();
    try {
      for (ObjectNode object : objects.values()) {
        text.append(YAML.writeValueAsString(object));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** A Pod as the Deployment would make it. */
  String pod(String namespace) {
    ObjectNode pod = YAML.createObjectNode().put("apiVersion", "v1").put("kind", "Pod");
    JsonNode template = only("Deployment").at("/spec/template");
    pod.set("metadata", template.path("metadata").deepCopy());
    ((ObjectNode) pod.path("metadata")).put("name", "as-deployed").put("namespace", namespace);
    pod.set("spec", template.path("spec"));
    try {
      return YAML.writeValueAsString(pod);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
