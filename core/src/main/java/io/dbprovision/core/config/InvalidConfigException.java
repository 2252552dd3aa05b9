package io.dbprovision.core.config;

import java.io.Serial;
import java.util.List;

/** The operator was told things that can't be; the message has one line for each. */
public final class InvalidConfigException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  public InvalidConfigException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
    this.problems = List.copyOf(problems);
  }

  /** One sentence each, naming the flag. */
  public List<String> problems() {
    return problems;
  }
}
