package io.dbprovision.distribution;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dbprovision.core.schema.ComposedCrd;
import java.util.StringJoiner;

/** One kind's page of the reference, in Markdown. */
final class ReferencePage {
  private static final YAMLMapper MAPPER = new YAMLMapper();

  private final JsonNode crd;
  private final JsonNode version;
  private final JsonNode schema;

  ReferencePage(ComposedCrd composed) {
    try {
      this.crd = MAPPER.readTree(composed.yaml());
    } catch (JacksonException e) {
      throw new IllegalArgumentException("a composed CRD is YAML", e);
    }
    this.version = crd.at("/spec/versions/0");
    this.schema = version.at("/schema/openAPIV3Schema");
  }

  String markdown() {
    StringBuilder page = new StringBuilder();
    head(page);
    columns(page);
    for (String part : new String[] {"spec", "status"}) {
      JsonNode block = schema.at("/properties/" + part);
      page.append("## ").append(part).append("\n\n").append(text(block)).append("\n\n");
      page.append(FieldTable.of(part, block)).append('\n');
    }
    rules(page);
    return page.toString();
  }

  private void head(StringBuilder page) {
    JsonNode names = crd.at("/spec/names");
    StringJoiner shortNames = new StringJoiner("`, `", "`", "`");
    names.path("shortNames").forEach(name -> shortNames.add(name.asText()));
    page.append("<!-- Made from the schemas; `make crds` makes it anew. -->\n# ")
        .append(names.path("kind").asText())
        .append("\n\n")
        .append(text(schema))
        .append("\n\n| | |\n|---|---|\n| apiVersion | `")
        .append(crd.at("/spec/group").asText())
        .append('/')
        .append(version.path("name").asText())
        .append("` |\n| kind | `")
        .append(names.path("kind").asText())
        .append("` |\n| scope | ")
        .append(crd.at("/spec/scope").asText())
        .append(" |\n| for kubectl | `")
        .append(names.path("plural").asText())
        .append("`, ")
        .append(shortNames)
        .append(" |\n\n");
  }

  private void columns(StringBuilder page) {
    page.append("## What `kubectl get` shows\n\n| Column | Field | |\n|---|---|---|\n");
    for (JsonNode column : version.path("additionalPrinterColumns")) {
      page.append("| ")
          .append(column.path("name").asText())
          .append(" | `")
          .append(column.path("jsonPath").asText())
          .append("` | ")
          .append(text(column))
          .append(column.path("priority").asInt() > 0 ? " Only with `-o wide`." : "")
          .append(" |\n");
    }
    page.append('\n');
  }

  private void rules(StringBuilder page) {
    StringBuilder rules = new StringBuilder();
    rules("spec", schema.at("/properties/spec"), rules);
    if (!rules.isEmpty()) {
      page.append("## Rules\n\nThe API server refuses a manifest that breaks one of these.\n\n")
          .append(rules);
    }
  }

  private static void rules(String path, JsonNode node, StringBuilder rules) {
    for (JsonNode rule : node.path("x-kubernetes-validations")) {
      rules.append("- `").append(path).append("`: ").append(rule.path("message").asText());
      rules.append(".\n");
    }
    node.path("properties")
        .properties()
        .forEach(field -> rules(path + "." + field.getKey(), field.getValue(), rules));
  }

  private static String text(JsonNode node) {
    return node.path("description").asText();
  }
}
