package io.dbprovision.core.backup.schedule;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.NewObject;
import io.dbprovision.core.secret.LabelValues;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Makes backup objects of a schedule's template. */
final class BackupTemplate {
  private static final String VERIFICATION = "verification";

  private BackupTemplate() {}

  /**
   * @param token of the request that it is made for; empty when the clock made it
   */
  static NewObject fill(CustomResource schedule, ResourceKey backup, Optional<String> token) {
    Fields template = schedule.spec().object("template");
    Fields metadata = template.object("metadata");
    Map<String, String> labels = new LinkedHashMap<>(metadata.textMap("labels"));
    // whoever looks after the schedule looks after its backups, whatever the template says
    labels.remove(Keys.OPERATOR_INSTANCE_ID);
    Optional.ofNullable(schedule.metadata().labels().get(Keys.OPERATOR_INSTANCE_ID))
        .ifPresent(id -> labels.put(Keys.OPERATOR_INSTANCE_ID, id));
    labels.put(Keys.SCHEDULE_LABEL, LabelValues.of(schedule.name()));
    labels.put(Keys.SCHEDULED_LABEL, "true");
    Map<String, String> annotations = new LinkedHashMap<>(metadata.textMap("annotations"));
    annotations.remove(Keys.RUN_NOW);
    annotations.remove(Keys.VERIFY);
    token.ifPresent(value -> annotations.put(Keys.RUN_NOW, value));
    return new NewObject(backup, labels, annotations, spec(schedule, template), schedule);
  }

  /** Where no time is given each backup is tried out once, unless the template says otherwise. */
  private static Map<String, Object> spec(CustomResource schedule, Fields template) {
    Fields trials = schedule.spec().object(VERIFICATION);
    Map<String, Object> spec = new LinkedHashMap<>(template.object("spec").values());
    if (trials.flag("enabled", false) && !trials.has("schedule")) {
      spec.putIfAbsent(VERIFICATION, Map.of("enabled", true));
    }
    return spec;
  }
}
