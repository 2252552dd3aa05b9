package io.dbprovision.distribution.operator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Pattern;

/** What of kubectl's ways to name objects and fields can be had by a plain request as well. */
final class ObjectPath {
  private static final Pattern OBJECT = Pattern.compile("([a-z]+?)s?/([a-z0-9.-]+)");
  private static final Pattern FIELD = Pattern.compile("\\{((?:\\.[A-Za-z]+)+)\\}");

  private ObjectPath() {}

  /** Empty for what is neither a Secret nor of our own kinds. */
  static Optional<String> of(String namespace, String object) {
    var parts = OBJECT.matcher(object);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String kind = parts.group(1);
    String start;
    if (kind.equals("secret")) {
      start = "/api/v1/namespaces/" + namespace;
    } else if (kind.startsWith("clusterdatabase")) {
      start = "/apis/dbops.dbprovision.io/v1alpha1";
    } else if (kind.startsWith("database")) {
      start = "/apis/dbops.dbprovision.io/v1alpha1/namespaces/" + namespace;
    } else {
      return Optional.empty();
    }
    return Optional.of(start + "/" + kind + "s/" + parts.group(2));
  }

  /** A pointer to the field that a JSONPath names; empty for one that does more than that. */
  static Optional<String> field(String jsonpath) {
    var path = FIELD.matcher(jsonpath);
    return path.matches() ? Optional.of(path.group(1).replace('.', '/')) : Optional.empty();
  }

  /** The condition of that type; missing when there is none. */
  static JsonNode condition(JsonNode object, String type) {
    for (JsonNode condition : object.at("/status/conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition;
      }
    }
    return object.path("no such condition");
  }
}
