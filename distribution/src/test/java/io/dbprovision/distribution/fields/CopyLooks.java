package io.dbprovision.distribution.fields;

import io.dbprovision.core.backup.stream.EncryptionKey;
import io.dbprovision.distribution.fields.Trial.Look;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/** What is looked at in trials of backups and restores. */
final class CopyLooks {
  static final String YES = "yes";
  static final String NO = "no";
  private static final String COMPLETED = "Completed";

  private CopyLooks() {}

  static Trial trial(String field, Exhibit one, Exhibit other) {
    return Trial.of(one.kind(), field, "").values(one, other);
  }

  static Look phase() {
    return Looks.status("/phase");
  }

  /** Whether a part of the plain file in the volume is like that; its phase while it has none. */
  static Look stored(String pattern) {
    Pattern wanted = Pattern.compile(pattern, Pattern.DOTALL);
    return completed(
        stage ->
            found(
                wanted,
                stage
                    .site()
                    .stores()
                    .volume(stage.site().namespace())
                    .text(stage.status("/backup/path"))));
  }

  /** Whether a field of the status is like that, once it is completed. */
  static Look status(String pointer, String pattern) {
    Pattern wanted = Pattern.compile(pattern);
    return completed(stage -> found(wanted, stage.status(pointer)));
  }

  /** {@code yes} when it is completed, {@code no} when it says something like that against it. */
  static Look unless(String pattern) {
    Pattern wanted = Pattern.compile(pattern);
    return stage -> {
      String phase = stage.status("/phase");
      String message = stage.status("/message");
      return phase.equals(COMPLETED)
          ? YES
          : phase.equals("Running") || !wanted.matcher(message).find() ? phase : NO;
    };
  }

  /** The same of a restore that must fail: the second pattern is what it says when all is well. */
  static Look either(String bad, String good) {
    Pattern no = Pattern.compile(bad);
    Pattern yes = Pattern.compile(good);
    return stage -> {
      String message = stage.status("/message");
      return yes.matcher(message).find() ? YES : no.matcher(message).find() ? NO : message;
    };
  }

  /** Whether a server's certificate was good enough, whatever else it said. */
  static Look trusts() {
    Pattern no = Pattern.compile("(?i)certificate|trust|TLS|SSL");
    return stage -> {
      boolean told = !Stage.condition(stage.object(), "Synced").path("reason").asText().isEmpty();
      return !told ? phase().at(stage) : no.matcher(stage.status("/message")).find() ? NO : YES;
    };
  }

  /** Once it is completed; before that its phase. */
  static Look completed(Look look) {
    return stage -> stage.status("/phase").equals(COMPLETED) ? look.at(stage) : phase().at(stage);
  }

  /** What is between two times of the status. */
  static Duration between(Stage stage, String from, String to) {
    return Duration.between(
        Instant.parse(stage.status("/" + from)), Instant.parse(stage.status("/" + to)));
  }

  static String keyId(int fill) {
    return EncryptionKey.of(Stores.key(fill)).id();
  }

  /** Whether a client said something like that through the object's own tap. */
  static Look sent(String pattern) {
    Pattern wanted = Pattern.compile(pattern);
    return stage -> found(wanted, stage.site().tap(stage.name() + "one").sent());
  }

  /** In a database of the first server. */
  static Look in(String database, String query) {
    return completed(Looks.sqlIn(database, query));
  }

  private static String found(Pattern pattern, String text) {
    return pattern.matcher(text).find() ? YES : NO;
  }
}
