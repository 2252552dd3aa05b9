package io.dbprovision.postgres.user;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the blocks of logins and of roles have in common; null where the manifest says nothing. */
interface Options {
  @Nullable Integer connectionLimit();

  @Nullable String validUntil();

  @Nullable Boolean superuser();

  @Nullable Boolean createDB();

  @Nullable Boolean createRole();

  @Nullable Boolean inherit();

  @Nullable Boolean login();

  @Nullable Boolean replication();

  @Nullable Boolean bypassRLS();

  List<String> inRoles();

  Map<String, String> configParameters();

  /** Whether it may log in when the manifest does not say. */
  boolean usuallyLogsIn();

  /** -1 for no limit. */
  default int limit() {
    Integer limit = connectionLimit();
    return limit == null ? -1 : limit;
  }

  /** What the manifest says of it; empty when it does not. */
  default Optional<Boolean> asked(Attribute attribute) {
    Boolean value =
        switch (attribute) {
          case SUPERUSER -> superuser();
          case CREATEDB -> createDB();
          case CREATEROLE -> createRole();
          case INHERIT -> inherit();
          case LOGIN -> login();
          case REPLICATION -> replication();
          case BYPASSRLS -> bypassRLS();
        };
    return Optional.ofNullable(value);
  }

  default boolean wants(Attribute attribute) {
    return asked(attribute)
        .orElseGet(
            () -> attribute == Attribute.LOGIN ? usuallyLogsIn() : attribute.serverDefault());
  }
}
