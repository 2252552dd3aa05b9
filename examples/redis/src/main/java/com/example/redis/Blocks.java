package com.example.redis;

import io.dbprovision.spi.Kind;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The {@code spec.redis} of each kind. */
final class Blocks {
  static final Map<Kind, Class<? extends Record>> TYPES =
      Map.of(
          Kind.INSTANCE, Instance.class,
          Kind.DATABASE, Database.class,
          Kind.USER, User.class,
          Kind.GRANT, Grant.class);
  private static final Pattern RULE = Pattern.compile("@?[a-z][a-z0-9_.-]*(\\|[a-z0-9_-]+)?");
  private static final Pattern PATTERN = Pattern.compile("[!-~]{1,200}");

  private Blocks() {}

  /**
   * @param keyspace its number, as SELECT has it
   */
  record Instance(String clientName, int keyspace) {
    Instance {
      clientName = clientName == null ? "db-provision-operator" : clientName;
      check(PATTERN, "clientName", List.of(clientName));
    }
  }

  /**
   * @param keys strings kept below the prefix, by their names without it
   */
  record Database(Map<String, String> keys) {
    Database {
      check(PATTERN, "keys", keys.keySet());
    }
  }

  /** What the login may do that is about no key; none: what it may is left alone. */
  record User(List<String> commands) {
    User {
      check(RULE, "commands", commands);
    }
  }

  record Grant(List<Entry> grants) {}

  /**
   * @param commands commands, and categories with an {@code @} before them
   */
  record Entry(String database, List<String> commands) {
    Entry {
      if (database == null || commands.isEmpty()) {
        throw new IllegalArgumentException("needs a database and at least one of commands");
      }
      check(RULE, "commands", commands);
    }
  }

  private static void check(Pattern form, String field, Iterable<String> texts) {
    for (String text : texts) {
      if (text == null || !form.matcher(text).matches()) {
        throw new IllegalArgumentException(field + " has an entry that does not match " + form);
      }
    }
  }
}
