package io.dbprovision.core.backup.work;

import io.dbprovision.core.api.Keys;
import io.dbprovision.core.kube.Jobs;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.SecretText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes the Job of a work: it may do nothing in the cluster, and holds nothing but its work. */
final class JobManifest {
  static final String WORK_LABEL = Keys.PREFIX + "work";
  static final String OPERATOR_LABEL = Keys.PREFIX + "worker-of";
  static final String INSTANCE = Keys.PREFIX + "work-instance";
  static final String SUBJECT = Keys.PREFIX + "work-subject";
  static final String CONTAINER = "worker";

  private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  private static final String ORDER = "order.json";
  private static final String ORDER_FOLDER = "/work";
  private static final String SCRATCH = "/tmp";
  private static final String CLAIM = "/data";
  private static final long USER = 65532;

  // the worker ends itself first: this is for one that cannot, with the time to fetch the image
  private static final Duration GRACE = Duration.ofMinutes(5);
  private static final Duration KEPT = Duration.ofDays(1);

  /** Of what is asked for again. */
  private static final Duration ANSWER_KEPT = Duration.ofHours(1);

  /** What libraries unpack, beside what the work itself asks for. */
  private static final long LIBRARIES = 64L << 20;

  /** The last ones win, also over what the image's entry point says for the operator. */
  private static final String JVM =
      "-Xmx48m -Xmn4m -Xms12m -XX:TieredStopAtLevel=4 -XX:MaxDirectMemorySize=24m"
          + " -XX:ReservedCodeCacheSize=32m -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0";

  private final JobSettings settings;
  private final OperatorPod pod;
  private final boolean elsewhere;

  /**
   * @param elsewhere whether the Job is for another namespace than the operator's
   */
  JobManifest(JobSettings settings, OperatorPod pod, boolean elsewhere) {
    this.settings = settings;
    this.pod = pod;
    this.elsewhere = elsewhere;
  }

  static String name(String id) {
    return "dbops-work-" + id.toLowerCase(Locale.ROOT);
  }

  Jobs.Draft draft(Work work, WorkTerms terms, String namespace) {
    Work mounted = terms.claimName().isPresent() ? mounted(work) : work;
    byte[] order = OrderJson.write(new WorkOrder(mounted, terms.deadline()));
    return new Jobs.Draft(
        namespace,
        name(work.id()),
        labels(work, terms),
        Map.of(INSTANCE, terms.instance(), SUBJECT, terms.subject()),
        spec(work, terms),
        Map.of(ORDER, SecretText.of(new String(order, StandardCharsets.UTF_8))));
  }

  private static Work mounted(Work work) {
    StoreAccess store = work.store().mountedAt(Path.of(CLAIM));
    return switch (work) {
      case DumpWork dump ->
          new DumpWork(
              dump.id(),
              dump.server(),
              dump.database(),
              dump.block(),
              store,
              dump.path(),
              dump.header(),
              dump.options());
      case LoadWork load ->
          new LoadWork(
              load.id(),
              load.server(),
              load.database(),
              load.block(),
              store,
              load.source(),
              load.compare());
      case VerifyWork verify -> new VerifyWork(verify.id(), store, verify.path(), verify.key());
      case StoreWork errand -> new StoreWork(errand.id(), store, errand.errand());
    };
  }

  private Map<String, String> labels(Work work, WorkTerms terms) {
    Map<String, String> labels = new LinkedHashMap<>(terms.labels());
    labels.put(MANAGED_BY, "db-provision-operator");
    labels.put(WORK_LABEL, work.id());
    labels.put(OPERATOR_LABEL, settings.instanceId());
    return labels;
  }

  private Map<String, Object> spec(Work work, WorkTerms terms) {
    Map<String, Object> spec = new LinkedHashMap<>();
    // a second try is for whoever asked: it may need a new login
    spec.put("backoffLimit", 0);
    spec.put("activeDeadlineSeconds", terms.deadline().plus(GRACE).toSeconds());
    Duration kept = work instanceof StoreWork ? ANSWER_KEPT : KEPT;
    spec.put("ttlSecondsAfterFinished", kept.toSeconds());
    spec.put(
        "template",
        Map.of("metadata", Map.of("labels", labels(work, terms)), "spec", podSpec(work, terms)));
    return spec;
  }

  private Map<String, Object> podSpec(Work work, WorkTerms terms) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("restartPolicy", "Never");
    spec.put("automountServiceAccountToken", false);
    spec.put("enableServiceLinks", false);
    spec.put("terminationGracePeriodSeconds", 30);
    if (!elsewhere && !settings.serviceAccount().isEmpty()) {
      spec.put("serviceAccountName", settings.serviceAccount());
    }
    spec.put(
        "securityContext",
        Map.of(
            "runAsNonRoot",
            true,
            "runAsUser",
            USER,
            "runAsGroup",
            USER,
            "fsGroup",
            USER,
            "fsGroupChangePolicy",
            "OnRootMismatch",
            "seccompProfile",
            Map.of("type", "RuntimeDefault")));
    for (String part : List.of("nodeSelector", "tolerations", "priorityClassName")) {
      pod.part(part).ifPresent(value -> spec.put(part, value));
    }
    if (!elsewhere) {
      pod.part("imagePullSecrets").ifPresent(value -> spec.put("imagePullSecrets", value));
    }
    List<Object> fillers = pod.initContainers(elsewhere);
    if (!fillers.isEmpty()) {
      spec.put("initContainers", fillers);
    }
    spec.put("volumes", volumes(work, terms));
    spec.put("containers", List.of(container(terms)));
    return spec;
  }

  private List<Object> volumes(Work work, WorkTerms terms) {
    List<Object> volumes = new ArrayList<>();
    volumes.add(
        Map.of(
            "name",
            "dbops-order",
            "secret",
            Map.of("secretName", name(work.id()), "defaultMode", 0440)));
    volumes.add(
        Map.of(
            "name",
            "dbops-scratch",
            "emptyDir",
            terms.scratchBytes() > 0
                ? Map.of("sizeLimit", String.valueOf(terms.scratchBytes() + LIBRARIES))
                : Map.of()));
    terms
        .claimName()
        .ifPresent(
            claim ->
                volumes.add(
                    Map.of(
                        "name",
                        "dbops-claim",
                        "persistentVolumeClaim",
                        Map.of("claimName", claim))));
    volumes.addAll(pod.volumes(elsewhere));
    return volumes;
  }

  private Map<String, Object> container(WorkTerms terms) {
    List<Object> mounts = new ArrayList<>();
    mounts.add(Map.of("name", "dbops-order", "mountPath", ORDER_FOLDER, "readOnly", true));
    mounts.add(Map.of("name", "dbops-scratch", "mountPath", SCRATCH));
    if (terms.claimName().isPresent()) {
      mounts.add(Map.of("name", "dbops-claim", "mountPath", CLAIM));
    }
    mounts.addAll(pod.mounts());
    Map<String, Object> container = new LinkedHashMap<>();
    container.put("name", CONTAINER);
    container.put("image", image());
    pod.pullPolicy().ifPresent(policy -> container.put("imagePullPolicy", policy));
    if (!pod.command().isEmpty()) {
      container.put("command", pod.command());
    }
    container.put("args", arguments());
    container.put("env", List.of(Map.of("name", "_JAVA_OPTIONS", "value", JVM)));
    container.put("terminationMessagePolicy", "File");
    container.put(
        "resources",
        Map.of(
            "requests",
            Map.of("cpu", "100m", "memory", "96Mi"),
            "limits",
            Map.of("memory", settings.memory())));
    container.put(
        "securityContext",
        Map.of(
            "allowPrivilegeEscalation",
            false,
            "readOnlyRootFilesystem",
            true,
            "capabilities",
            Map.of("drop", List.of("ALL"))));
    container.put("volumeMounts", mounts);
    return container;
  }

  private List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    arguments.add("worker");
    arguments.addAll(List.of("--work", ORDER_FOLDER + "/" + ORDER));
    arguments.addAll(List.of("--result", "/dev/termination-log"));
    arguments.addAll(List.of("--scratch", SCRATCH));
    arguments.addAll(settings.options());
    return arguments;
  }

  private String image() {
    return settings
        .ownImage()
        .or(pod::image)
        .orElseThrow(
            () ->
                EngineException.of(
                    ErrorKind.INVALID,
                    "the image of the Jobs is not known, as the operator's own pod cannot be read;"
                        + " set --worker-image"));
  }
}
