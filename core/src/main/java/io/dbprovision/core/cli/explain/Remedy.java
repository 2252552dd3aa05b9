package io.dbprovision.core.cli.explain;

import java.util.List;
import java.util.Objects;

/**
 * Something to do.
 *
 * @param sentence for people, without a full stop
 * @param commands that do it, or show more; to be typed as they are
 */
public record Remedy(String sentence, List<String> commands) {
  public Remedy {
    Objects.requireNonNull(sentence, "sentence");
    commands = List.copyOf(commands);
  }

  static Remedy of(String sentence, String... commands) {
    return new Remedy(sentence, List.of(commands));
  }
}
