package io.dbprovision.core.status;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.kube.Resources;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a status only when it says something new. Times, sizes and the reconcile id are no news:
 * they are refreshed together with a real change, so that a converged object is never written.
 */
public final class StatusWriter {
  private static final String OBSERVED = "observedGeneration";
  private static final Set<String> NO_NEWS =
      Set.of(
          "lastTransitionTime",
          "lastReconcileTime",
          "reconcileID",
          "lastCheckedAt",
          "lastChecked",
          "lastScan",
          "sizeBytes");

  private final Resources resources;
  private final RandomGenerator random;

  @Inject
  public StatusWriter(Resources resources, RandomGenerator random) {
    this.resources = resources;
    this.random = random;
  }

  /** An id for a reconcile; one that writes no status has it in its log line alone. */
  public String newReconcileId() {
    return HexFormat.of().toHexDigits(random.nextInt());
  }

  /**
   * @return the object as it is after the write; as it is known when nothing was written
   */
  public CustomResource write(StatusDraft draft) {
    return write(draft, draft.build());
  }

  /**
   * For what has to be on record while the work on the object goes on: the status does not claim to
   * be about the manifest as it is now.
   */
  public CustomResource interim(StatusDraft draft) {
    Map<String, Object> status = draft.build();
    status.remove(OBSERVED);
    Object before = draft.resource().status().values().get(OBSERVED);
    if (before != null) {
      status.put(OBSERVED, before);
    }
    return write(draft, status);
  }

  private CustomResource write(StatusDraft draft, Map<String, Object> status) {
    CustomResource known = newest(draft.resource());
    if (newsOf(status).equals(newsOf(known.status().values()))) {
      return known;
    }
    status.put("reconcileID", newReconcileId());
    status.put("lastReconcileTime", draft.now().toString());
    return resources.applyStatus(draft.resource(), status);
  }

  /** With what was written of that very object since the draft was begun. */
  private CustomResource newest(CustomResource resource) {
    return resources
        .get(resource.key())
        .filter(known -> known.metadata().uid().equals(resource.metadata().uid()))
        .orElse(resource);
  }

  private static @Nullable Object news(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> newsOf(map);
      case List<?> list -> list.stream().map(StatusWriter::news).toList();
      case Number number -> number.longValue();
      case null -> null;
      default -> value;
    };
  }

  private static Map<String, Object> newsOf(Map<?, ?> map) {
    Map<String, Object> kept = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          Object news = NO_NEWS.contains(key) ? null : news(value);
          if (news != null) {
            kept.put(String.valueOf(key), news);
          }
        });
    return kept.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
  }
}
