package io.dbprovision.distribution.install;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One verb on one resource, as a rule grants it and as the audit log tells it.
 *
 * @param resource with its subresource: {@code pods/log}
 */
public record Right(String group, String resource, String verb) implements Comparable<Right> {

  /** Each verb of each resource of a Role's or ClusterRole's rules. */
  public static Set<Right> of(JsonNode role) {
    Set<Right> rights = new TreeSet<>();
    for (JsonNode rule : role.path("rules")) {
      for (JsonNode group : rule.path("apiGroups")) {
        for (JsonNode resource : rule.path("resources")) {
          for (JsonNode verb : rule.path("verbs")) {
            rights.add(new Right(group.asText(), resource.asText(), verb.asText()));
          }
        }
      }
    }
    return rights;
  }

  /** What a request needed, by its line of the audit log; null for one that names no resource. */
  public static @Nullable Right asked(JsonNode event) {
    JsonNode object = event.path("objectRef");
    if (object.path("resource").isMissingNode()) {
      return null;
    }
    String sub = object.path("subresource").asText("");
    return new Right(
        object.path("apiGroup").asText(""),
        object.path("resource").asText() + (sub.isEmpty() ? "" : "/" + sub),
        event.path("verb").asText());
  }

  public static String lines(Collection<Right> rights) {
    return rights.stream().sorted().map(Right::toString).collect(Collectors.joining("\n"));
  }

  @Override
  public int compareTo(Right other) {
    return toString().compareTo(other.toString());
  }

  /** Such as {@code get pods/log}, or {@code patch databases.dbops.dbprovision.io/status}. */
  @Override
  public String toString() {
    String[] parts = resource.split("/", 2);
    return verb
        + " "
        + parts[0]
        + (group.isEmpty() ? "" : "." + group)
        + (parts.length == 1 ? "" : "/" + parts[1]);
  }
}
