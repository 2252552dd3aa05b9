package io.dbprovision.distribution.fields;

import static io.dbprovision.distribution.fields.CopyLooks.NO;
import static io.dbprovision.distribution.fields.CopyLooks.YES;
import static io.dbprovision.distribution.fields.CopyLooks.trial;

import io.dbprovision.distribution.fields.PlaceTrials.Wrong;
import io.dbprovision.distribution.fields.Trial.Look;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code spec.fromPath} of {@code DatabaseRestore}: with the right values a restore finds the
 * backup, and stops because its target is there already; with a wrong one it finds none.
 */
final class RestorePlaceTrials {
  private static final String FIELD = "spec.fromPath.";
  private static final String SPEC =
      """
      fromPath: {backupPath: '{path:%s}', storage: %s%s}
      target: {instanceRef: {name: %s}, databaseName: fields_source}
      """;
  private static final Look FOUND =
      CopyLooks.either(
          "no complete backup|spec\\.fromPath|no connection|refuses it: reading",
          "already, and the restore was to make a new one|is the name that Database");

  private final Origin origin;
  private final PlaceTrials places;

  RestorePlaceTrials(Origin origin, PlaceTrials places) {
    this.origin = origin;
    this.places = places;
  }

  List<Trial> all() {
    List<Trial> trials = new ArrayList<>();
    trials.addAll(of(places.s3, PlaceTrials.S3, PlaceTrials.WRONG_S3));
    trials.addAll(of(places.guarded, PlaceTrials.GUARDED, PlaceTrials.WRONG_GUARDED));
    trials.addAll(of(places.gcs, PlaceTrials.GCS, PlaceTrials.WRONG_GCS));
    trials.addAll(of(places.azure, PlaceTrials.AZURE, PlaceTrials.WRONG_AZURE));
    trials.addAll(trusting());
    trials.addAll(beginnings());
    trials.addAll(keys());
    return trials;
  }

  private Exhibit from(Exhibit backup, String name, String storage, String more) {
    return restore("of-" + name, SPEC, backup, storage, more);
  }

  private Exhibit restore(String name, String spec, Exhibit backup, String storage, String more) {
    return Exhibit.restore(
            origin.called(name), spec.formatted(backup.name(), storage, more, origin.instance()))
        .needing(backup);
  }

  private List<Trial> of(Exhibit backup, String storage, List<Wrong> all) {
    Exhibit good = from(backup, backup.name(), storage, "");
    return all.stream()
        .map(
            wrong ->
                trial(
                        FIELD + "storage." + wrong.field(),
                        good,
                        from(
                            backup,
                            wrong.field().replace('.', '-').toLowerCase(Locale.ROOT),
                            PlaceTrials.changed(storage, wrong),
                            ""))
                    .shows(FOUND, YES, NO))
        .toList();
  }

  private List<Trial> trusting() {
    Exhibit good = from(places.pvc, "azure-tls", PlaceTrials.AZURE_TLS, "");
    return PlaceTrials.WRONG_AZURE_TLS.stream()
        .map(
            wrong ->
                trial(
                        FIELD + "storage." + wrong.field(),
                        good,
                        from(
                            places.pvc,
                            wrong.field().replace('.', '-').toLowerCase(Locale.ROOT),
                            PlaceTrials.changed(PlaceTrials.AZURE_TLS, wrong),
                            ""))
                    .shows(CopyLooks.trusts(), YES, NO))
        .toList();
  }

  /** A path may be given without what all names begin with. */
  private List<Trial> beginnings() {
    List<Trial> trials = new ArrayList<>();
    trials.add(beginning("s3.prefix", places.s3, PlaceTrials.S3));
    trials.add(beginning("gcs.prefix", places.gcs, PlaceTrials.GCS));
    trials.add(beginning("azure.prefix", places.azure, PlaceTrials.AZURE));
    trials.add(beginning("pvc.subPath", places.pvc, PlaceTrials.PVC));
    Exhibit good = from(places.pvc, "in-pvc", PlaceTrials.PVC, "");
    Exhibit bad =
        restore(
            "of-nothing",
            SPEC.replace("{path:%s}", "not-{path:%s}"),
            places.pvc,
            PlaceTrials.PVC,
            "");
    trials.add(trial(FIELD + "backupPath", good, bad).shows(FOUND, YES, NO));
    trials.add(
        trial(FIELD + "storage.type", good, from(places.pvc, "type", PlaceTrials.S3, ""))
            .shows(FOUND, YES, NO));
    return trials;
  }

  private Trial beginning(String field, Exhibit backup, String storage) {
    String spec = SPEC.replace("{path:", "{file:");
    Exhibit good = restore("below-" + backup.name(), spec, backup, storage, "");
    Exhibit bad =
        restore("beside-" + backup.name(), spec, backup, storage.replace("/one", "/none"), "");
    return trial(FIELD + "storage." + field, good, bad).shows(FOUND, YES, NO);
  }

  private List<Trial> keys() {
    Exhibit sealed = origin.sealed();
    String volume = "{type: pvc, pvc: {claimName: backups}}";
    String block = ", encryption: {enabled: %s, secretRef: {%s}}";
    Exhibit good = from(sealed, "sealed", volume, block.formatted("true", "name: keys, key: a"));
    Exhibit open = from(sealed, "open", volume, block.formatted("false", "name: keys, key: a"));
    Exhibit key = from(sealed, "key", volume, block.formatted("true", "name: keys, key: c"));
    Exhibit named = from(sealed, "named", volume, block.formatted("true", "name: no-keys, key: a"));
    Exhibit elsewhere =
        from(
            sealed,
            "elsewhere",
            volume,
            block.formatted("true", "name: keys, namespace: '{other}', key: c"));
    String encryption = FIELD + "encryption.";
    return List.of(
        trial(encryption + "enabled", good, open).shows(FOUND, YES, NO),
        trial(encryption + "secretRef.key", good, key).shows(FOUND, YES, NO),
        trial(encryption + "secretRef.name", good, named).shows(FOUND, YES, NO),
        trial(encryption + "secretRef.namespace", good, elsewhere).shows(FOUND, YES, NO));
  }
}
