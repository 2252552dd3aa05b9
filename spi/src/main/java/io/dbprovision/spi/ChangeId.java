package io.dbprovision.spi;

import java.util.Objects;

/** Names one change within its plan. */
public record ChangeId(String value) {
  public ChangeId {
    Objects.requireNonNull(value, "value");
  }

  @Override
  public String toString() {
    return value;
  }
}
