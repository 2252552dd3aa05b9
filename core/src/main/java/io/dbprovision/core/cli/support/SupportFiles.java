package io.dbprovision.core.cli.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.kube.Cluster;
import io.dbprovision.core.kube.KubeException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gathers what a maintainer needs: objects, Events, the operator's pods and logs, versions. Secrets
 * and ConfigMaps are never asked for. For one thread.
 */
public final class SupportFiles {
  private static final int LOG_LINES = 5000;
  private static final String OPERATORS = "control-plane%3Dcontroller-manager";

  private static final String OURS =
      "involvedObject.apiVersion%3D"
          + URLEncoder.encode(CustomKind.GROUP + "/" + CustomKind.VERSION, StandardCharsets.UTF_8);

  private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private final Map<String, String> files = new LinkedHashMap<>();
  private final List<String> gaps = new ArrayList<>();
  private final Cluster cluster;
  private final Optional<String> namespace;

  private SupportFiles(Cluster cluster, Optional<String> namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
  }

  /**
   * @param namespace of objects and Events; empty for all
   * @param version of this program
   * @return texts by the names of their files; {@code gaps.txt} has what could not be had
   */
  public static Map<String, String> of(
      Cluster cluster, Optional<String> namespace, String version) {
    SupportFiles all = new SupportFiles(cluster, namespace);
    all.files.put("dbops-version.txt", version + "\n");
    all.add("cluster-version.json", "/version");
    CustomKind.ALL.forEach(all::objects);
    all.definitions();
    all.events();
    all.operators();
    all.files.put("gaps.txt", String.join("\n", all.gaps) + "\n");
    return all.files;
  }

  private void objects(CustomKind kind) {
    String place = kind.namespaced() ? namespace.map(name -> "/namespaces/" + name).orElse("") : "";
    List<Object> items = new ArrayList<>();
    String path = "/apis/" + kind.apiVersion() + place + "/" + kind.plural() + "?limit=500";
    String next = "";
    do {
      Optional<Fields> page = answer(next.isEmpty() ? path : path + "&continue=" + next);
      page.ifPresent(
          list ->
              list.objects("items").forEach(item -> items.add(Scrubber.scrubbed(item.values()))));
      next =
          page.flatMap(list -> list.object("metadata").text("continue"))
              .map(token -> URLEncoder.encode(token, StandardCharsets.UTF_8))
              .orElse("");
    } while (!next.isEmpty());
    files.put("objects/" + kind.plural() + ".json", text(items));
  }

  private void add(String file, String path) {
    answer(path).ifPresent(answer -> files.put(file, text(Scrubber.scrubbed(answer.values()))));
  }

  /** Which versions of the CRDs there are, and whose; their schemas are in the release. */
  private void definitions() {
    List<Map<String, Object>> all = new ArrayList<>();
    for (CustomKind kind : CustomKind.ALL) {
      answer(
              "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/%s.%s"
                  .formatted(kind.plural(), CustomKind.GROUP))
          .ifPresent(
              crd -> {
                Fields meta = crd.object("metadata");
                Map<String, Object> brief = new LinkedHashMap<>();
                brief.put("name", meta.text("name", ""));
                brief.put("created", meta.text("creationTimestamp", ""));
                brief.put("generation", meta.number("generation", 0));
                brief.put(
                    "conditions",
                    crd.object("status").values().getOrDefault("conditions", List.of()));
                all.add(brief);
              });
    }
    files.put("crds.json", text(all));
  }

  private void events() {
    String place = namespace.map(name -> "/namespaces/" + name).orElse("");
    answer("/api/v1" + place + "/events?fieldSelector=" + OURS)
        .ifPresent(
            list ->
                files.put(
                    "events.json",
                    text(
                        list.objects("items").stream()
                            .map(event -> Scrubber.scrubbed(event.values()))
                            .toList())));
  }

  private void operators() {
    answer("/api/v1/pods?labelSelector=" + OPERATORS)
        .ifPresent(
            list -> {
              List<Map<String, Object>> pods = new ArrayList<>();
              for (Fields pod : list.objects("items")) {
                pods.add(OperatorPods.summary(pod));
                logs(pod);
              }
              files.put("operator/pods.json", text(Scrubber.scrubbed(pods)));
              if (pods.isEmpty()) {
                gaps.add("there is no pod of an operator in this cluster");
              }
            });
  }

  private void logs(Fields pod) {
    Fields meta = pod.object("metadata");
    String name = meta.text("name", "");
    String path = "/api/v1/namespaces/%s/pods/%s/log".formatted(meta.text("namespace", ""), name);
    for (Fields container : pod.object("spec").objects("containers")) {
      String of = container.text("name", "");
      log("operator/%s-%s.log".formatted(name, of), path + "?container=" + of);
      if (OperatorPods.restarted(pod, of)) {
        log(
            "operator/%s-%s.previous.log".formatted(name, of),
            path + "?previous=true&container=" + of);
      }
    }
  }

  private void log(String file, String path) {
    String bounded = path + "&limitBytes=8000000&tailLines=" + LOG_LINES;
    raw(bounded).ifPresent(text -> files.put(file, Scrubber.scrubbed(text)));
  }

  private Optional<Fields> answer(String path) {
    return raw(path)
        .flatMap(
            text -> {
              try {
                return Optional.of(
                    Fields.of(
                        json.readValue(
                            text, new TypeReference<LinkedHashMap<String, Object>>() {})));
              } catch (JsonProcessingException e) {
                gaps.add(path + ": the answer is no JSON");
                return Optional.empty();
              }
            });
  }

  private Optional<String> raw(String path) {
    try {
      return Optional.of(cluster.raw(path));
    } catch (KubeException e) {
      if (e.kind() == KubeException.Kind.UNAVAILABLE && path.equals("/version")) {
        throw e;
      }
      gaps.add(Scrubber.scrubbed(String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  private String text(Object value) {
    try {
      return json.writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was read as JSON can be written", e);
    }
  }
}
