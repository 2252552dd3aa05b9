package io.dbprovision.distribution.fields;

import static io.dbprovision.distribution.fields.CopyLooks.NO;
import static io.dbprovision.distribution.fields.CopyLooks.YES;
import static io.dbprovision.distribution.fields.CopyLooks.trial;

import io.dbprovision.distribution.fields.Trial.Act;
import io.dbprovision.distribution.fields.Trial.Look;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** What {@code DatabaseRestore} has to be told of a file that has no manifest beside it. */
final class EarlierFileTrials {
  private static final String FROM = "spec.fromPath.";

  private final Origin origin;

  EarlierFileTrials(Origin origin) {
    this.origin = origin;
  }

  List<Trial> all() {
    Exhibit zipped = file("zipped", "compression: {algorithm: gzip}", "");
    Exhibit other = file("otherzip", "compression: {algorithm: zstd}", "");
    Exhibit plain = file("notzipped", "compression: {algorithm: gzip, enabled: false}", "");
    Exhibit gcm = file("gcm", sealed("aes-256-gcm"), "");
    Exhibit cbc = file("cbc", sealed("aes-256-cbc"), "");
    Exhibit all =
        file("taken", sealed("aes-256-cbc"), "confirmation: {acknowledgeUnverifiedFile: true}\n");
    Look asked =
        stage -> {
          String message = stage.status("/message");
          return !stage.status("/phase").equals("Failed")
              ? message
              : message.contains("acknowledgeUnverifiedFile") ? YES : NO;
        };
    return List.of(
        trial(FROM + "compression.algorithm", zipped, other).shows(CopyLooks.unless("."), YES, NO),
        trial(FROM + "compression.enabled", zipped, plain).shows(CopyLooks.unless("."), YES, NO),
        trial(FROM + "encryption.algorithm", gcm, cbc).shows(asked, NO, YES),
        trial("spec.confirmation.acknowledgeUnverifiedFile", cbc, all).shows(asked, YES, NO));
  }

  private static String sealed(String algorithm) {
    return "encryption: {enabled: true, algorithm: %s, secretRef: {name: keys, key: a}}"
        .formatted(algorithm);
  }

  private Exhibit file(String name, String block, String more) {
    String path = "{ns}/" + origin.called("old-" + name) + ".dat";
    return Exhibit.restore(
            origin.called("old-" + name),
            """
            fromPath: {backupPath: '%s', storage: {type: pvc, pvc: {claimName: backups}}, %s}
            target: {instanceRef: {name: %s}, databaseName: fields_old_%s}
            """
                    .formatted(path, block, origin.instance(), name)
                + more)
        .before(write(path));
  }

  private Act write(String key) {
    return stage ->
        stage.site().stores().volume(stage.site().namespace()).write(stage.say(key), zipped());
  }

  private byte[] zipped() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(origin.dump().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
