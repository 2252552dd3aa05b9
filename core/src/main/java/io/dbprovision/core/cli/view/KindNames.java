package io.dbprovision.core.cli.view;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.ResourceKey;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What kinds are called on a command line: as kubectl takes and prints them. */
public final class KindNames {
  private static final Map<String, CustomKind> SHORT = new LinkedHashMap<>();

  static {
    SHORT.put("dbi", CustomKind.INSTANCE);
    SHORT.put("cdbi", CustomKind.CLUSTER_INSTANCE);
    SHORT.put("db", CustomKind.DATABASE);
    SHORT.put("dbu", CustomKind.USER);
    SHORT.put("dbr", CustomKind.ROLE);
    SHORT.put("cdbr", CustomKind.CLUSTER_ROLE);
    SHORT.put("dbg", CustomKind.GRANT);
    SHORT.put("cdbg", CustomKind.CLUSTER_GRANT);
    SHORT.put("dbbak", CustomKind.BACKUP);
    SHORT.put("dbbaksched", CustomKind.BACKUP_SCHEDULE);
    SHORT.put("dbrestore", CustomKind.RESTORE);
  }

  private KindNames() {}

  /** Singular, plural, short, with or without the group, in any case. */
  public static Optional<CustomKind> find(String word) {
    String name = word.toLowerCase(Locale.ROOT);
    int dot = name.indexOf('.');
    String bare = dot > 0 && name.endsWith(CustomKind.GROUP) ? name.substring(0, dot) : name;
    return Optional.ofNullable(SHORT.get(bare))
        .or(
            () ->
                CustomKind.ALL.stream()
                    .filter(kind -> word(kind).equals(bare) || kind.plural().equals(bare))
                    .findFirst());
  }

  /** All short names, for messages. */
  public static String known() {
    return String.join(", ", SHORT.keySet());
  }

  /** As it is typed: {@code databaseuser}. */
  public static String word(CustomKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** As it is typed: {@code databaseuser/app}. */
  public static String word(ResourceKey key) {
    return word(key.kind()) + "/" + key.name();
  }
}
