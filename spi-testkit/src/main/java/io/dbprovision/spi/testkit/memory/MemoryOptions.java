package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.Kind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The engine blocks of the in-memory engine. */
final class MemoryOptions {
  private MemoryOptions() {}

  static Optional<Class<? extends Record>> of(Kind kind) {
    if (kind.equals(Kind.INSTANCE)) {
      return Optional.of(Instance.class);
    }
    if (kind.equals(Kind.DATABASE)) {
      return Optional.of(Database.class);
    }
    if (kind.equals(Kind.ROLE)) {
      return Optional.of(Role.class);
    }
    if (kind.equals(Kind.GRANT)) {
      return Optional.of(Grant.class);
    }
    return kind.equals(Kind.USER) ? Optional.of(User.class) : Optional.empty();
  }

  /**
   * @param applicationName has no effect
   */
  record Instance(@Nullable String applicationName) {}

  /**
   * @param encoding cannot be changed once the database is there
   * @param extensions when any is named, others are extra
   */
  record Database(
      @Nullable String encoding, @Nullable Integer connectionLimit, List<String> extensions) {
    Database {
      positive("connectionLimit", connectionLimit);
    }
  }

  record User(@Nullable Integer connectionLimit, @Nullable Boolean readOnly) {
    User {
      positive("connectionLimit", connectionLimit);
    }
  }

  /**
   * @param roles it is a member of
   * @param grants its inline grants
   */
  record Role(
      @Nullable Integer connectionLimit,
      @Nullable Boolean readOnly,
      List<String> roles,
      List<Entry> grants) {
    Role {
      positive("connectionLimit", connectionLimit);
    }
  }

  /**
   * @param roles that the grantee is to be a member of
   */
  record Grant(List<Entry> grants, List<String> roles) {}

  /**
   * @param on a database
   * @param privileges any words
   */
  record Entry(String on, List<String> privileges) {
    Entry {
      if (on == null || on.isEmpty() || privileges.isEmpty()) {
        throw new IllegalArgumentException("a grant names what it is on, and privileges");
      }
    }
  }

  private static void positive(String field, @Nullable Integer value) {
    if (value != null && value < 1) {
      throw new IllegalArgumentException(field + " must be at least 1, got " + value);
    }
  }
}
