package io.dbprovision.core.reconcile;

import io.dbprovision.spi.Change;
import java.util.List;
import java.util.stream.Collectors;

/** Names changes in one line. */
final class ChangePaths {
  private ChangePaths() {}

  /** Each path once, in order. */
  static String joined(List<Change> changes) {
    return changes.stream().map(Change::path).distinct().collect(Collectors.joining(", "));
  }
}
