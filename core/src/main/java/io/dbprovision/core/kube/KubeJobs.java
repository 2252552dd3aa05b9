package io.dbprovision.core.kube;

import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.Metadata;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Jobs by single requests; nothing of them is kept. */
final class KubeJobs implements Jobs {
  private static final String BATCH = "batch/v1";
  private static final String JOB = "Job";
  private static final String SEAL = Keys.PREFIX + "work-seal";

  /** Anybody makes Jobs of any size: they are looked at a few at a time. */
  private static final int AT_ONCE = 20;

  /** A line of progress is below 300 bytes. */
  private static final String LAST_LINES = "?tailLines=3&limitBytes=4096";

  private final ApiServer api;
  private final KubeClients clients;
  private final Set<String> namespaces;
  private final JobSeals seals;

  /**
   * @param namespaces where to look when not all may be seen; empty for the operator's own
   */
  KubeJobs(ApiServer api, KubeClients clients, Set<String> namespaces, JobSeals seals) {
    this.api = api;
    this.clients = clients;
    this.namespaces = Set.copyOf(namespaces);
    this.seals = seals;
  }

  @Override
  public String namespace() {
    return clients.namespace();
  }

  @Override
  public Optional<Fields> podSpec(String namespace, String name) {
    return api.get(ApiPath.pods(namespace).named(name)).map(pod -> Views.fields(pod, "spec"));
  }

  @Override
  public Job create(Draft draft) {
    Map<String, Object> body =
        Map.of(
            "apiVersion",
            BATCH,
            "kind",
            JOB,
            "metadata",
            metadata(draft, List.of()),
            "spec",
            suspended(draft.spec()));
    Job made = job(api.create(ApiPath.jobs(draft.namespace()), body));
    try {
      createSecret(draft, made);
      String seal = seals.of(made.namespace(), made.name(), made.uid());
      Map<String, Object> resumed =
          Map.of(
              "metadata",
              Map.of("uid", made.uid(), "annotations", Map.of(SEAL, seal)),
              "spec",
              Map.of("suspend", false));
      return job(api.patch(path(made), "resume", Patch.merge(resumed)));
    } catch (KubeException e) {
      delete(made);
      throw e;
    }
  }

  private static Map<String, Object> suspended(Map<String, Object> spec) {
    Map<String, Object> suspended = new LinkedHashMap<>(spec);
    suspended.put("suspend", true);
    return suspended;
  }

  private void createSecret(Draft draft, Job made) {
    try {
      api.create(ApiPath.secrets(draft.namespace()), secret(draft, made));
    } catch (KubeException e) {
      ApiPath there = ApiPath.secrets(draft.namespace()).named(draft.name());
      // the answer to our own first attempt may have been lost
      boolean ours =
          e.kind() == KubeException.Kind.EXISTS
              && api.get(there).filter(found -> owned(found, made)).isPresent();
      if (!ours) {
        throw e;
      }
    }
  }

  private static Map<String, Object> secret(Draft draft, Job owner) {
    Map<String, Object> reference =
        Map.of(
            "apiVersion",
            BATCH,
            "kind",
            JOB,
            "name",
            owner.name(),
            "uid",
            owner.uid(),
            "controller",
            true,
            "blockOwnerDeletion",
            false);
    return Map.of(
        "apiVersion",
        "v1",
        "kind",
        "Secret",
        "metadata",
        metadata(draft, List.of(reference)),
        "type",
        "Opaque",
        "immutable",
        true,
        "data",
        SecretViews.encode(draft.files()));
  }

  private static Map<String, Object> metadata(Draft draft, List<Map<String, Object>> owners) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", draft.name());
    metadata.put("namespace", draft.namespace());
    metadata.put("labels", draft.labels());
    metadata.put("annotations", draft.annotations());
    if (!owners.isEmpty()) {
      metadata.put("ownerReferences", owners);
    }
    return metadata;
  }

  @Override
  public List<Job> list(String label, String value) {
    String query = "?labelSelector=" + label.replace("/", "%2F") + "%3D" + value;
    try {
      return jobs(ApiPath.jobsEverywhere(), query);
    } catch (KubeException e) {
      if (e.kind() != KubeException.Kind.FORBIDDEN) {
        throw e;
      }
    }
    Set<String> own = new LinkedHashSet<>(namespaces);
    own.add(namespace());
    List<Job> found = new ArrayList<>();
    own.forEach(each -> found.addAll(jobs(ApiPath.jobs(each), query)));
    return found;
  }

  private List<Job> jobs(ApiPath path, String query) {
    List<Job> ours = new ArrayList<>();
    String from = "";
    do {
      GenericKubernetesResource page =
          api.get(path, query + "&limit=" + AT_ONCE + from).orElseThrow();
      items(page).stream()
          .map(this::job)
          .filter(job -> job.sealed() || job.suspended())
          .forEach(ours::add);
      from =
          page.getMetadata().getAdditionalProperties().get("continue") instanceof String next
                  && !next.isEmpty()
              ? "&continue=" + URLEncoder.encode(next, StandardCharsets.UTF_8)
              : "";
    } while (!from.isEmpty());
    return ours;
  }

  @Override
  public Optional<Pod> pod(Job job) {
    return items(ApiPath.pods(job.namespace()), "?labelSelector=controller-uid%3D" + job.uid())
        .stream()
        .map(KubeJobs::pod)
        .max(Comparator.comparing(Pod::createdAt));
  }

  private List<GenericKubernetesResource> items(ApiPath path, String query) {
    return api.get(path, query).map(this::items).orElse(List.of());
  }

  private List<GenericKubernetesResource> items(GenericKubernetesResource list) {
    return Fields.of(list.getAdditionalProperties()).objects("items").stream()
        .map(
            item ->
                clients
                    .main()
                    .getKubernetesSerialization()
                    .convertValue(item.values(), GenericKubernetesResource.class))
        .toList();
  }

  @Override
  public String logTail(Pod pod) {
    try {
      return new String(
          api.bytes(ApiPath.pods(pod.namespace()).named(pod.name()).log(), LAST_LINES),
          StandardCharsets.UTF_8);
    } catch (KubeException e) {
      // a container that has not begun has no log, and progress is worth no failure
      return "";
    }
  }

  @Override
  public void stop(Job job, String annotation) {
    Map<String, Object> body =
        Map.of(
            "metadata",
            Map.of("uid", job.uid(), "annotations", Map.of(annotation, "true")),
            "spec",
            Map.of("activeDeadlineSeconds", 1));
    unlessGone(() -> api.patch(path(job), "stop", Patch.merge(body)));
  }

  @Override
  public void removeSecret(Job job) {
    ApiPath secret = ApiPath.secrets(job.namespace()).named(job.name());
    unlessGone(
        () ->
            api.get(secret)
                .filter(found -> owned(found, job))
                .ifPresent(found -> api.delete(secret, found.getMetadata().getUid())));
  }

  private static boolean owned(GenericKubernetesResource secret, Job job) {
    return Views.orEmpty(secret.getMetadata().getOwnerReferences()).stream()
        .anyMatch(owner -> Objects.equals(owner.getUid(), job.uid()));
  }

  @Override
  public void delete(Job job) {
    unlessGone(() -> api.deleteWithDependents(path(job), job.uid()));
  }

  private static void unlessGone(Runnable request) {
    try {
      request.run();
    } catch (KubeException e) {
      // gone, or another one of its name
      if (e.kind() != KubeException.Kind.NOT_FOUND && e.kind() != KubeException.Kind.CONFLICT) {
        throw e;
      }
    }
  }

  private static ApiPath path(Job job) {
    return ApiPath.jobs(job.namespace()).named(job.name());
  }

  private Job job(GenericKubernetesResource object) {
    Metadata meta = Views.metadata(object.getMetadata());
    String seal = meta.annotation(SEAL).orElse("");
    return new Job(
        meta.namespace(),
        meta.name(),
        meta.uid(),
        meta.labels(),
        meta.annotations(),
        meta.created(),
        Views.fields(object, "spec").flag("suspend", false),
        seals.holds(seal, meta.namespace(), meta.name(), meta.uid()),
        Views.fields(object, "status"));
  }

  private static Pod pod(GenericKubernetesResource object) {
    Metadata meta = Views.metadata(object.getMetadata());
    return new Pod(
        meta.namespace(),
        meta.name(),
        Objects.requireNonNullElse(meta.created(), Instant.EPOCH),
        Views.fields(object, "status"));
  }
}
