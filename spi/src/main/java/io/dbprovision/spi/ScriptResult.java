package io.dbprovision.spi;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What running a script came to.
 *
 * @param succeeded entries that are in effect, with those that were done before; after a failed
 *     transaction only these
 * @param failure what the server said of the entry that failed, without anything that it quotes of
 *     the script, as message or as cause; null when none did
 */
public record ScriptResult(int succeeded, @Nullable EngineException failure) {
  public ScriptResult {
    if (succeeded < 0) {
      throw new IllegalArgumentException("succeeded is negative: " + succeeded);
    }
  }

  public static ScriptResult complete(int succeeded) {
    return new ScriptResult(succeeded, null);
  }

  public static ScriptResult failed(int succeeded, EngineException failure) {
    return new ScriptResult(succeeded, Objects.requireNonNull(failure, "failure"));
  }

  public Optional<EngineException> failed() {
    return Optional.ofNullable(failure);
  }
}
