package io.dbprovision.distribution.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dbprovision.distribution.DevCluster;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the chart makes beside what kustomize makes, without the differences that are meant. */
final class ChartComparison {
  /** Labels that only Helm gives, and by which its selectors know a release. */
  private static final List<String> HELM_LABELS =
      List.of(
          "helm.sh/chart",
          "app.kubernetes.io/name",
          "app.kubernetes.io/instance",
          "app.kubernetes.io/version",
          "app.kubernetes.io/managed-by");

  private final DevCluster cluster;

  ChartComparison(DevCluster cluster) {
    this.cluster = cluster;
  }

  SortedMap<String, ObjectNode> kustomized(Overlay overlay) {
    // whoever installs a chart names its namespace
    return objects(overlay.rendered(cluster).withoutKind("Namespace"));
  }

  void assertSame(Rendered chart, SortedMap<String, ObjectNode> expected) {
    SortedMap<String, ObjectNode> made = objects(chart);
    assertThat(made.keySet()).isEqualTo(expected.keySet());
    made.forEach((id, object) -> assertThat(object).as(id).isEqualTo(expected.get(id)));
  }

  /** Without the differences that are meant. */
  SortedMap<String, ObjectNode> objects(Rendered rendered) {
    SortedMap<String, ObjectNode> objects = new TreeMap<>();
    rendered
        .objects()
        .forEach(
            (id, original) -> {
              ObjectNode object = original.deepCopy();
              withoutLabels(object);
              ObjectNode meta = (ObjectNode) object.path("metadata");
              meta.remove("labels");
              // the earlier chart's name for the Service
              if (meta.path("name").asText().equals("db-provision-operator-metrics-service")) {
                meta.put("name", "db-provision-operator-controller-manager-metrics-service");
              }
              // helm uninstall leaves the definitions
              if (object.path("kind").asText().equals("CustomResourceDefinition")) {
                meta.remove("annotations");
              }
              namespaceByName(object);
              objects.put(
                  object.path("kind").asText()
                      + " "
                      + meta.path("namespace").asText("")
                      + "/"
                      + meta.path("name").asText(),
                  object);
            });
    return objects;
  }

  private static void withoutLabels(JsonNode node) {
    if (node instanceof ObjectNode object) {
      HELM_LABELS.forEach(object::remove);
    }
    node.forEach(ChartComparison::withoutLabels);
  }

  /** kustomize does not know the namespace in a flag, the chart does. */
  private static void namespaceByName(ObjectNode object) {
    JsonNode container = object.at("/spec/template/spec/containers/0");
    if (container instanceof ObjectNode manager
        && manager.path("env").findValuesAsText("name").contains("POD_NAMESPACE")) {
      manager.remove("env");
      ArrayNode args = (ArrayNode) manager.path("args");
      for (int i = 0; i < args.size(); i++) {
        args.set(i, args.get(i).asText().replace("$(POD_NAMESPACE)", Helm.NAMESPACE));
      }
    }
  }
}
