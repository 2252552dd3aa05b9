package io.dbprovision.postgres.user;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.change.Action;
import io.dbprovision.postgres.change.PgChange;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.ChangeId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What differs in a role's server settings, its default role included. */
final class SettingChanges {
  static final String ROLE = "role";
  static final String DEFAULT_ROLE = "defaultRole";
  private static final PgDialect PG = PgDialect.PG;

  private SettingChanges() {}

  static List<PgChange> of(Wanted wanted, Map<String, String> current) {
    if (!wanted.managesAttributes()) {
      return List.of();
    }
    List<PgChange> changes = new ArrayList<>();
    Map<String, String> extra = new TreeMap<>(current);
    if (wanted.options() instanceof UserOptions login) {
      changes.addAll(defaultRole(wanted, login.defaultRole(), extra.remove(ROLE)));
    }
    new TreeMap<>(wanted.options().configParameters())
        .forEach(
            (name, value) -> {
              Setting setting = new Setting(name, value);
              String found = extra.remove(name.toLowerCase(Locale.ROOT));
              if (found == null || !setting.sameValue(found)) {
                changes.add(
                    change(wanted, name)
                        .values(value, found == null ? "" : found)
                        .cause(found == null ? Cause.ABSENT : Cause.DIFFERS)
                        .build("set " + name, Action.of(setting.set(wanted.name()))));
              }
            });
    extra.forEach(
        (name, value) ->
            changes.add(
                change(wanted, name)
                    .values("", value)
                    .cause(Cause.EXTRA)
                    .build(
                        "set " + name + " back to the default",
                        Action.of(Setting.reset(wanted.name(), name)))));
    return changes;
  }

  /** What it sets: taken out of the manifest later, these are set back. */
  static Set<ChangeId> claims(Wanted wanted) {
    Set<ChangeId> claims = new LinkedHashSet<>();
    if (wanted.managesAttributes()) {
      wanted.options().configParameters().keySet().forEach(name -> claims.add(claim(name)));
      if (wanted.options() instanceof UserOptions login && login.defaultRole() != null) {
        claims.add(new ChangeId(DEFAULT_ROLE));
      }
    }
    return claims;
  }

  static ChangeId claim(String name) {
    return new ChangeId(path(name.toLowerCase(Locale.ROOT)));
  }

  static String path(String name) {
    return "configParameters." + name;
  }

  private static PgChange.Builder change(Wanted wanted, String name) {
    String key = path(name);
    return PgChange.of(wanted.subject(), key).field(wanted.field(key));
  }

  private static List<PgChange> defaultRole(
      Wanted wanted, @Nullable String want, @Nullable String is) {
    if (Objects.equals(want, is)) {
      return List.of();
    }
    SqlText login = PG.identifier(wanted.name());
    return List.of(
        PgChange.of(wanted.subject(), DEFAULT_ROLE)
            .field(wanted.field(DEFAULT_ROLE))
            .values(want == null ? "" : want, is == null ? "" : is)
            .cause(want == null ? Cause.EXTRA : is == null ? Cause.ABSENT : Cause.DIFFERS)
            .build(
                "set the role it acts as",
                Action.of(
                    want == null
                        ? SqlText.of("ALTER ROLE {} RESET role", login)
                        : SqlText.of("ALTER ROLE {} SET role = {}", login, PG.literal(want)))));
  }
}
