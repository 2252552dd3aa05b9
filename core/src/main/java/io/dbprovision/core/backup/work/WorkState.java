package io.dbprovision.core.backup.work;

import io.dbprovision.spi.ErrorKind;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of a work. */
public sealed interface WorkState {
  /** True when nothing will change any more. */
  default boolean isOver() {
    return this instanceof Done || this instanceof Failed;
  }

  /** Nobody has started it, or it was forgotten. */
  record Absent() implements WorkState {}

  /**
   * It was started and its turn has not come.
   *
   * @param why a sentence for people
   */
  record Waiting(String why) implements WorkState {
    public Waiting {
      Objects.requireNonNull(why, "why");
    }
  }

  record Running(WorkProgress progress) implements WorkState {
    public Running {
      Objects.requireNonNull(progress, "progress");
    }
  }

  record Done(WorkResult result) implements WorkState {
    public Done {
      Objects.requireNonNull(result, "result");
    }
  }

  /**
   * It failed, was cancelled, or its worker is gone: nothing of it counts.
   *
   * @param field the manifest's field at fault; null when no single field is
   * @param message a sentence for people, without secrets
   * @param again whether the same work may well succeed when it is started anew: the worker was
   *     killed, evicted or lost its connection
   */
  record Failed(ErrorKind kind, @Nullable String field, String message, boolean again)
      implements WorkState {
    public Failed {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(message, "message");
    }

    public Optional<String> path() {
      return Optional.ofNullable(field);
    }
  }
}
