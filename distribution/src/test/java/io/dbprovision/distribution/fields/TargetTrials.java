package io.dbprovision.distribution.fields;

import static io.dbprovision.distribution.fields.CopyLooks.NO;
import static io.dbprovision.distribution.fields.CopyLooks.YES;
import static io.dbprovision.distribution.fields.CopyLooks.trial;

import io.dbprovision.distribution.fields.Trial.Look;
import java.util.ArrayList;
import java.util.List;

/** What {@code DatabaseRestore} has for every engine: what is restored, and where to. */
final class TargetTrials {
  private static final String TARGET = "spec.target.";
  private static final String CONSENT =
      "confirmation: {acknowledgeDataLoss: I-UNDERSTAND-DATA-LOSS}\n";

  private final Origin origin;
  private final Exhibit all;

  TargetTrials(Origin origin) {
    this.origin = origin;
    this.all = origin.restore("all", origin.anew("all"));
  }

  List<Trial> all() {
    List<Trial> trials = new ArrayList<>(sources());
    trials.add(names());
    trials.addAll(databases());
    trials.addAll(replaced());
    return trials;
  }

  private List<Trial> sources() {
    String sealed = "backupRef: {name: " + origin.sealed().name();
    Exhibit unknown = changed("unknown", sealed, "backupRef: {name: nothing");
    Exhibit elsewhere = changed("elsewhere", sealed, sealed + ", namespace: '{other}'");
    Exhibit late = origin.restore("late", origin.anew("late") + "activeDeadlineSeconds: 1\n");
    return List.of(
        trial("spec.backupRef.name", all, unknown)
            .shows(CopyLooks.unless("nothing was not found"), YES, NO),
        trial("spec.backupRef.namespace", all, elsewhere)
            .shows(
                CopyLooks.unless("other\\S+/" + origin.sealed().name() + " was not found"),
                YES,
                NO),
        trial("spec.activeDeadlineSeconds", all, late)
            .shows(CopyLooks.unless("activeDeadlineSeconds \\(1\\)"), YES, NO));
  }

  private Exhibit changed(String name, String from, String to) {
    Exhibit usual = origin.restore(name, origin.anew(name));
    return new Exhibit(
        usual.kind(),
        usual.name(),
        usual.spec().replace(from, to),
        usual.needs(),
        usual.before(),
        usual.after());
  }

  private Trial names() {
    Exhibit renamed =
        origin.restore("renamed", origin.anew("renamed").replace("renamed", "renamed_one"));
    return trial(TARGET + "databaseName", all, renamed)
        .shows(
            CopyLooks.completed(Looks.status("/restore/targetDatabase")),
            "fields_all",
            "fields_renamed_one");
  }

  /** Where there is one server only: an instance that is there, and one that is not. */
  List<Trial> instances() {
    String shared = "target: {clusterInstanceRef: {name: %s}, databaseName: %s}";
    Exhibit nowhere = restoreOn("nowhere", "name: nowhere");
    Exhibit far = restoreOn("far", "name: %s, namespace: '{other}'".formatted(origin.stranger()));
    Exhibit cluster =
        origin.restore(
            "shared", shared.formatted("fields-" + origin.instance(), origin.held("shared")));
    Exhibit noCluster =
        origin.restore("noshared", shared.formatted("nowhere", origin.held("noshared")));
    Look missing = CopyLooks.unless("\\bnowhere\\b");
    return List.of(
        trial(TARGET + "instanceRef.name", all, nowhere).shows(missing, YES, NO),
        trial(TARGET + "instanceRef.namespace", all, far)
            .shows(CopyLooks.unless("fields-other\\S*/" + origin.stranger()), YES, NO),
        trial(TARGET + "clusterInstanceRef.name", cluster, noCluster).shows(missing, YES, NO));
  }

  private Exhibit restoreOn(String name, String ref) {
    return origin.restore(
        name, "target: {instanceRef: {%s}, databaseName: %s}".formatted(ref, origin.held(name)));
  }

  private List<Trial> databases() {
    Exhibit empty = origin.database("hollow");
    Exhibit other = origin.database("cleared");
    Exhibit intoEmpty = into("intoempty", empty, "", "").needing(empty);
    Exhibit intoOther = into("intoother", other, "", "").needing(other);
    Exhibit far = into("intofar", empty, ", namespace: '{other}'", "").needing(empty);
    return List.of(
        trial(TARGET + "databaseRef.name", intoEmpty, intoOther)
            .shows(
                CopyLooks.completed(Looks.status("/restore/targetDatabase")),
                "fields_hollow",
                "fields_cleared"),
        trial(TARGET + "databaseRef.namespace", intoEmpty, far)
            .shows(CopyLooks.unless("\\S+/" + empty.name() + " does not exist"), YES, NO));
  }

  private List<Trial> replaced() {
    Exhibit filled = origin.database("filled").after(origin.fill("filled"));
    Exhibit refused = into("notempty", filled, "", "").needing(filled);
    Exhibit careless = into("careless", filled, "}, inPlace: true", "").needing(filled, refused);
    Exhibit replacing =
        into("replacing", filled, "}, inPlace: true", CONSENT).needing(filled, refused, careless);
    return List.of(
        trial(TARGET + "inPlace", refused, replacing)
            .shows(CopyLooks.unless("fields_filled"), NO, YES),
        trial("spec.confirmation.acknowledgeDataLoss", careless, replacing)
            .shows(CopyLooks.unless("acknowledgeDataLoss"), NO, YES));
  }

  /**
   * @param more of the reference, or after its end
   */
  private Exhibit into(String name, Exhibit database, String more, String rest) {
    String ends = more.startsWith("}") ? "}" : "}}";
    return origin.restore(
        name,
        "target: {databaseRef: {name: %s%s%s\n%s".formatted(database.name(), more, ends, rest));
  }
}
