package io.dbprovision.distribution.fields;

import java.util.List;

/** What a trial came to. */
sealed interface Verdict {
  /** The field does what it says, there and back. */
  record Works() implements Verdict {}

  record Immutable() implements Verdict {}

  /** The condition names the field, with that reason. */
  record NotSupported(String reason) implements Verdict {}

  /** It is done otherwise, and a warning of the status names the field. */
  record Warned() implements Verdict {}

  /** Neither in effect nor said so: a defect. */
  record Broken(String why) implements Verdict {}

  /** As the table has it. */
  default String text() {
    return switch (this) {
      case Works works -> "works";
      case Immutable immutable -> "immutable";
      case NotSupported not -> "not supported (`" + not.reason() + "`)";
      case Warned warned -> "not supported (`status.warnings`)";
      case Broken broken -> "broken";
    };
  }

  /** Of a field that holds others. */
  static String together(List<String> parts) {
    List<String> different = parts.stream().distinct().toList();
    return different.size() == 1 ? different.getFirst() : "in part";
  }
}
