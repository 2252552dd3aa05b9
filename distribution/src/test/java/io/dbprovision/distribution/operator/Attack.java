package io.dbprovision.distribution.operator;

import java.util.List;

/**
 * One manifest that reaches for what is another namespace's.
 *
 * @param name of the object
 * @param resource its kind as kubectl writes it, such as {@code database}
 * @param field that the refusal has to name
 * @param yaml the whole manifest
 */
record Attack(String name, String resource, String field, String yaml) {

  /** Whether one of those messages refuses it. */
  boolean refusedBy(List<String> messages) {
    return messages.stream().anyMatch(message -> message.contains(field));
  }

  String object() {
    return resource + "/" + name;
  }
}
