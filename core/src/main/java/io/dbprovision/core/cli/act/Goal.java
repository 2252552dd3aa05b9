package io.dbprovision.core.cli.act;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.cli.view.Amounts;
import io.dbprovision.core.cli.view.Progress;
import io.dbprovision.core.cli.view.State;
import io.dbprovision.core.status.Phase;
import io.dbprovision.core.status.Reasons;
import io.dbprovision.spi.Kind;
import java.util.Optional;
import java.util.function.Function;

/** What an object is to come to. */
@FunctionalInterface
public interface Goal {
  /**
   * @param object empty when it is not there
   */
  Stage look(Optional<CustomResource> object);

  /** Ready for the manifest as it is now. */
  static Goal ready() {
    return present(
        object -> {
          State state = State.of(object);
          if (state.health().ready()) {
            return new Stage.Reached(sentence("Ready", state));
          }
          return copy(object) && phase(object, Phase.FAILED)
              ? new Stage.Failed(sentence("Failed", state))
              : new Stage.Going(going(object, state));
        });
  }

  /** Of a backup or restore: over, and well. */
  static Goal completed() {
    return present(
        object -> {
          State state = State.of(object);
          if (phase(object, Phase.COMPLETED)) {
            return new Stage.Reached("Completed" + size(object));
          }
          return phase(object, Phase.FAILED)
              ? new Stage.Failed(sentence("Failed", state))
              : new Stage.Going(going(object, state));
        });
  }

  static Goal deleted() {
    return found ->
        found.isEmpty()
            ? new Stage.Reached("gone")
            : found
                .filter(CustomResource::deleting)
                .<Stage>map(object -> new Stage.Going(sentence("being deleted", State.of(object))))
                .orElseGet(() -> new Stage.Going("nobody has asked for its deletion yet"));
  }

  /**
   * A login has other credentials than before.
   *
   * @param before what {@link #rotatedAt} said when it was asked for
   */
  static Goal rotated(String before) {
    return present(
        object -> {
          State state = State.of(object);
          String now = rotatedAt(object);
          if (!now.equals(before)) {
            return new Stage.Reached("rotated at " + now);
          }
          if (state.reason().equals(Reasons.AWAITING_APPROVAL)) {
            return new Stage.Failed(
                "the change waits for approval, see kubectl dbops explain: " + state.message());
          }
          return new Stage.Going(
              State.condition(object, "PasswordRotated")
                  .filter(condition -> condition.text("status", "").equals("False"))
                  .map(condition -> condition.text("message", ""))
                  .orElseGet(() -> going(object, state)));
        });
  }

  /** When the credentials in the Secret last changed, as the status has it; may be empty. */
  static String rotatedAt(CustomResource user) {
    return user.status()
        .object("rotation")
        .text("lastRotatedAt")
        .or(() -> user.status().object("secret").text("lastRotatedAt"))
        .orElse("");
  }

  /** A backup was tried out for that token. */
  static Goal verified(String token) {
    return present(
        object -> {
          Fields trial = object.status().object("verification");
          boolean over =
              trial.text("token", "").equals(token) && !trial.text("step", "").equals("Running");
          String text = trial.text("message", "");
          if (!over) {
            return new Stage.Going(
                trial.text("step").map(step -> "it is being tried out").orElse(waits(object)));
          }
          return trial.flag("verified", false)
              ? new Stage.Reached("verified: " + text)
              : new Stage.Failed("not verified: " + text);
        });
  }

  private static String waits(CustomResource backup) {
    return State.condition(backup, "Verified")
        .filter(condition -> condition.text("status", "").equals("False"))
        .map(condition -> condition.text("message", ""))
        .orElse("asked for");
  }

  private static Goal present(Function<CustomResource, Stage> look) {
    return found -> found.map(look).orElseGet(() -> new Stage.Failed("it does not exist any more"));
  }

  private static boolean copy(CustomResource object) {
    Kind kind = object.kind().spi();
    return kind.equals(Kind.BACKUP) || kind.equals(Kind.RESTORE);
  }

  private static boolean phase(CustomResource object, Phase phase) {
    return object.status().text("phase", "").equals(phase.toString());
  }

  private static String size(CustomResource object) {
    Fields backup = object.status().object("backup");
    return backup.has("compressedSizeBytes")
        ? ", %s at %s"
            .formatted(
                Amounts.bytes(backup.number("compressedSizeBytes", 0)), backup.text("path", "?"))
        : "";
  }

  private static String going(CustomResource object, State state) {
    String progress = Progress.of(object);
    return progress.isEmpty() ? sentence("not Ready", state) : progress;
  }

  private static String sentence(String word, State state) {
    String reason = state.message().isEmpty() ? "" : ", " + state.reason() + ": ";
    return word + reason + state.message();
  }
}
