package io.dbprovision.core.backup.schedule;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.deletion.Cascade;
import io.dbprovision.core.fake.FakeEvents;
import io.dbprovision.core.fake.FakeNamespaces;
import io.dbprovision.core.fake.FakeResources;
import io.dbprovision.core.fake.Writes;
import io.dbprovision.core.runtime.Outcome;
import io.dbprovision.core.status.StatusWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One schedule, its backups and a clock that somebody else moves. */
final class ScheduleScene {
  static final Instant MADE = Instant.parse("2026-03-04T10:00:00Z");
  static final ResourceKey KEY = new ResourceKey(CustomKind.BACKUP_SCHEDULE, "team-a", "nightly");
  static final Map<String, Object> TEMPLATE =
      Map.of(
          "metadata",
          Map.of(
              "labels",
              Map.of("team", "a", "dbops.dbprovision.io/schedule", "mine"),
              "annotations",
              Map.of("note", "kept")),
          "spec",
          Map.of("databaseRef", Map.of("name", "app"), "storage", Map.of("type", "here")));

  final Writes writes = new Writes();
  final FakeResources resources = new FakeResources(writes);
  final FakeEvents events = new FakeEvents();
  final FakeNamespaces namespaces = new FakeNamespaces();
  final List<String> observed = new ArrayList<>();

  /** What the observer was told last. */
  @Nullable Instant due;

  private final ScheduleWakeups wakeups = new ScheduleWakeups(resources);
  private final ScheduleReconciler reconciler;
  private Instant now = MADE;
  private Map<String, Object> spec = new HashMap<>();
  private Map<String, String> annotations = Map.of();

  ScheduleScene() {
    resources.createdAt(MADE);
    wakeups.declareIndexes();
    StatusWriter statuses = new StatusWriter(resources, new Random(1));
    Cascade cascade = new Cascade(resources, namespaces, statuses, events, () -> now);
    reconciler =
        new ScheduleReconciler(
            resources,
            wakeups,
            new Launcher(resources),
            new Housekeeping(resources, events),
            new ScheduleVerification(resources),
            new ScheduleDeletion(resources, wakeups, cascade),
            statuses,
            events,
            new Noting(),
            () -> now);
    spec.put("schedule", "0 3 * * *");
    spec.put("template", TEMPLATE);
  }

  ScheduleWakeups wakeups() {
    return wakeups;
  }

  /** Changes a field of the manifest, and applies it. */
  ScheduleScene with(String field, @Nullable Object value) {
    spec = new HashMap<>(spec);
    if (value == null) {
      spec.remove(field);
    } else {
      spec.put(field, value);
    }
    return apply();
  }

  ScheduleScene annotated(Map<String, String> all) {
    annotations = all;
    return apply();
  }

  ScheduleScene apply() {
    resources.put(KEY, spec, annotations);
    return this;
  }

  ScheduleScene at(String time) {
    now = Instant.parse(time);
    resources.createdAt(now);
    return this;
  }

  ScheduleScene later(Duration duration) {
    now = now.plus(duration);
    resources.createdAt(now);
    return this;
  }

  Outcome look() {
    return reconciler.reconcile(KEY);
  }

  /** As many looks as there is something to do at once. */
  void lookUntilQuiet() {
    for (int i = 0; i < 5; i++) {
      look();
    }
  }

  CustomResource schedule() {
    return resources.get(KEY).orElseThrow();
  }

  Fields status() {
    return schedule().status();
  }

  /** {@code True/Active} and the like. */
  String condition(String type) {
    return status().objects("conditions").stream()
        .filter(condition -> condition.text("type", "").equals(type))
        .map(condition -> condition.text("status", "") + "/" + condition.text("reason", ""))
        .findFirst()
        .orElse("none");
  }

  List<CustomResource> backups() {
    return resources.list(CustomKind.BACKUP).stream()
        .sorted(Comparator.comparing(CustomResource::name))
        .toList();
  }

  List<String> names() {
    return backups().stream().map(CustomResource::name).toList();
  }

  /** What the backup's own reconciler does, which took ten minutes and stored a kilobyte. */
  void end(String name, String phase) {
    CustomResource backup =
        resources.get(new ResourceKey(CustomKind.BACKUP, "team-a", name)).orElseThrow();
    resources.applyStatus(
        backup,
        Map.of(
            "phase",
            phase,
            "startedAt",
            now.toString(),
            "completedAt",
            now.plusSeconds(600).toString(),
            "backup",
            Map.of("compressedSizeBytes", 1024)));
  }

  /** One night after the other, each with a backup that ends so. */
  void nights(int count, String phase) {
    for (int night = 0; night < count; night++) {
      now = now.atZone(java.time.ZoneOffset.UTC).withHour(3).plusDays(1).toInstant();
      resources.createdAt(now);
      look();
      backups().stream()
          .filter(backup -> !backup.status().has("phase"))
          .forEach(backup -> end(backup.name(), phase));
      look();
    }
  }

  private final class Noting implements ScheduleObserver {
    @Override
    public void finished(CustomResource schedule, boolean success) {
      observed.add(success ? "success" : "failure");
    }

    @Override
    public void known(CustomResource schedule, @Nullable Instant next, @Nullable Instant asked) {
      due = asked;
    }

    @Override
    public void forgotten(ResourceKey schedule) {
      observed.add("forgotten");
    }
  }
}
