package io.dbprovision.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What is wrong with a block, everything at once. Immutable. */
public record Validation(List<Problem> problems) {
  private static final Validation OK = new Validation(List.of());
  private static final Set<Kind> KNOWN =
      Set.of(
          Kind.INSTANCE,
          Kind.DATABASE,
          Kind.USER,
          Kind.ROLE,
          Kind.GRANT,
          Kind.BACKUP,
          Kind.RESTORE);

  public Validation {
    problems = List.copyOf(problems);
  }

  /**
   * One finding.
   *
   * @param path the field, such as {@code spec.x.y[2]}
   * @param message a sentence that says what is wrong and what would be right
   * @param kind {@link ErrorKind#INVALID}, or {@link ErrorKind#UNSUPPORTED} for a field this plugin
   *     knows but cannot do: it becomes a condition, and the rest of the object is still made real
   */
  public record Problem(String path, String message, ErrorKind kind) {
    public Problem {
      Objects.requireNonNull(path, "path");
      Objects.requireNonNull(message, "message");
      Objects.requireNonNull(kind, "kind");
    }
  }

  public static Validation ok() {
    return OK;
  }

  /** Whether a block binds to that record, by {@link Section#as}. */
  public static Validation of(Section section, Class<? extends Record> type) {
    try {
      section.as(type);
      return OK;
    } catch (EngineException e) {
      return OK.with(section.path(), e);
    }
  }

  /**
   * For {@link Engine#validate}: whether a block binds to the record of its kind.
   *
   * @param types the kinds with options. Those that this version of the SPI knows otherwise have
   *     none, and every other one is valid whatever it says
   */
  public static Validation of(
      Kind kind, Section section, Map<Kind, Class<? extends Record>> types) {
    if (types.containsKey(kind) || KNOWN.contains(kind)) {
      return of(section, types.getOrDefault(kind, None.class));
    }
    return OK;
  }

  /** The options of a kind without any. */
  record None() {}

  public Validation with(ErrorKind kind, String path, String message) {
    List<Problem> all = new ArrayList<>(problems);
    all.add(new Problem(path, message, kind));
    return new Validation(all);
  }

  /**
   * A failure as a finding, such as one of {@link Section#as}.
   *
   * @param path the field it is charged to unless it names one itself
   */
  public Validation with(String path, EngineException failure) {
    return with(failure.kind(), failure.path().orElse(path), failure.sentence());
  }

  public Validation invalid(String path, String message) {
    return with(ErrorKind.INVALID, path, message);
  }

  public Validation unsupported(String path, String message) {
    return with(ErrorKind.UNSUPPORTED, path, message);
  }
}
