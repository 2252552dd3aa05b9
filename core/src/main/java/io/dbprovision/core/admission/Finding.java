package io.dbprovision.core.admission;

/** What a rule says of a request; the text names the field and the way out. */
sealed interface Finding {
  String text();

  /** It must not be. */
  record Refusal(String text) implements Finding {}

  /** It may be, and whoever asked should know this. */
  record Warning(String text) implements Finding {}
}
