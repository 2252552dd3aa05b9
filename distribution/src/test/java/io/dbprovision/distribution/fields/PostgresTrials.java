package io.dbprovision.distribution.fields;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every case of PostgreSQL, and what they come to, field by field. */
final class PostgresTrials {
  static final String ENGINE = "postgres";

  private PostgresTrials() {}

  static List<Trial> all() {
    List<Trial> trials = new ArrayList<>(InstanceTrials.all());
    trials.addAll(DatabaseTrials.all());
    trials.addAll(UserTrials.all());
    trials.addAll(RotationTrials.all());
    trials.addAll(RoleTrials.all());
    trials.addAll(GrantTrials.all());
    trials.addAll(OtherEngines.all(ENGINE));
    Origin origin = PgOrigin.make();
    trials.addAll(new BackupTrials(origin).all());
    trials.addAll(new RestoreTrials(origin).all());
    trials.addAll(copies(origin));
    trials.addAll(ScheduleTrials.all());
    return trials;
  }

  /** What backups and restores of every engine have. */
  static List<Trial> copies(Origin origin) {
    PlaceTrials places = new PlaceTrials(origin);
    List<Trial> trials = new ArrayList<>(new FormTrials(origin).all());
    trials.addAll(places.all());
    trials.addAll(new TargetTrials(origin).all());
    trials.addAll(new RestorePlaceTrials(origin, places).all());
    trials.addAll(new EarlierFileTrials(origin).all());
    return trials;
  }

  /** Fields of the CRDs that no trial is about, each with its kind. */
  static List<String> missing(List<Trial> trials) {
    List<String> missing = new ArrayList<>();
    for (Family family : Family.values()) {
      family
          .fields()
          .forEach(
              (field, schema) -> {
                if (!Family.holdsOthers(schema)
                    && about(trials, family, field).isEmpty()
                    && Untried.text(family, field).isEmpty()) {
                  missing.add(family + " " + field);
                }
              });
    }
    return missing;
  }

  private static List<Trial> about(List<Trial> trials, Family family, String field) {
    return trials.stream()
        .filter(trial -> Family.of(trial.kind()) == family)
        .filter(
            trial ->
                trial.field().equals(field)
                    || (OtherEngines.isBlock(trial) && field.startsWith(trial.field() + ".")))
        .toList();
  }

  /** What the table says of every field. */
  static Map<Family, Map<String, String>> summary(Map<Trial, Verdict> verdicts) {
    List<Trial> trials = List.copyOf(verdicts.keySet());
    Map<Family, Map<String, String>> all = new EnumMap<>(Family.class);
    for (Family family : Family.values()) {
      Map<String, String> texts = new TreeMap<>();
      var fields = family.fields();
      fields.forEach(
          (field, schema) -> {
            if (!Family.holdsOthers(schema)) {
              texts.put(
                  field,
                  Untried.text(family, field)
                      .filter(text -> !trials.isEmpty() && about(trials, family, field).isEmpty())
                      .orElseGet(() -> text(about(trials, family, field), verdicts)));
            }
          });
      fields.forEach(
          (field, schema) -> {
            if (Family.holdsOthers(schema)) {
              texts.put(
                  field,
                  Verdict.together(
                      fields.entrySet().stream()
                          .filter(other -> !Family.holdsOthers(other.getValue()))
                          .map(Map.Entry::getKey)
                          .filter(
                              other ->
                                  other.startsWith(field + ".") || other.startsWith(field + "[]."))
                          .map(other -> texts.getOrDefault(other, ""))
                          .toList()));
            }
          });
      all.put(family, texts);
    }
    return all;
  }

  private static String text(List<Trial> trials, Map<Trial, Verdict> verdicts) {
    boolean always =
        trials.stream().anyMatch(trial -> trial.when().isEmpty())
            && trials.stream().allMatch(trial -> verdicts.get(trial) instanceof Verdict.Works);
    if (always) {
      return new Verdict.Works().text();
    }
    return String.join(
        "; ",
        trials.stream()
            .map(
                trial -> {
                  Verdict verdict = verdicts.getOrDefault(trial, new Verdict.Broken("not tried"));
                  return trial.when().isEmpty()
                      ? verdict.text()
                      : trial.when() + ": " + verdict.text();
                })
            .sorted(
                java.util.Comparator.comparing((String text) -> text.equals("works") ? "" : text))
            .toList());
  }
}
