package io.dbprovision.mysql.user;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.change.MyChange;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Risk;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest says of the age of passwords, beside what the server has. Who says nothing leaves
 * it to others, but for what this very object put there: that becomes the server's default again.
 */
final class AgingChanges {
  private static final String DEFAULT = "the server's default";

  private AgingChanges() {}

  static List<MyChange> of(Wanted wanted, List<Account> kept, SqlText accounts) {
    List<MyChange> changes = new ArrayList<>();
    for (Aging aging : Aging.values()) {
      Integer asked = aging.asked(wanted.options());
      if (!aging.everywhere && wanted.facts().mariadb()) {
        if (asked != null) {
          changes.add(impossible(wanted, aging, asked));
        }
      } else if (asked != null) {
        set(wanted, aging, asked, kept, accounts, changes);
      } else if (wanted.spec().issued().contains(aging.claim())) {
        reset(wanted, aging, kept, accounts, changes);
      }
    }
    return changes;
  }

  private static void set(
      Wanted wanted,
      Aging aging,
      int asked,
      List<Account> kept,
      SqlText accounts,
      List<MyChange> changes) {
    List<Account> others =
        kept.stream().filter(account -> !Objects.equals(aging.of(account), asked)).toList();
    if (others.isEmpty()) {
      return;
    }
    boolean unset = others.stream().allMatch(account -> aging.of(account) == null);
    SqlText statement = SqlText.of("ALTER USER {} {}", accounts, aging.clause(asked));
    changes.add(
        MyChange.of(wanted.subject(), aging.field)
            .field(wanted.field(aging.field))
            .values(asked, found(aging, others))
            .cause(unset ? Cause.ABSENT : Cause.DIFFERS)
            .claim(aging.claim())
            .build("set it to " + asked, sql -> sql.execute(statement)));
  }

  private static void reset(
      Wanted wanted, Aging aging, List<Account> kept, SqlText accounts, List<MyChange> changes) {
    List<Account> left = kept.stream().filter(account -> aging.of(account) != null).toList();
    if (!left.isEmpty()) {
      SqlText statement = SqlText.of("ALTER USER {} {}", accounts, aging.reset());
      changes.add(
          MyChange.of(wanted.subject(), aging.field)
              .id(aging.claim().value())
              .field(wanted.field(aging.field))
              .values(DEFAULT, found(aging, left))
              .cause(Cause.EXTRA)
              .build("leave it to the server", sql -> sql.execute(statement)));
    }
  }

  private static String found(Aging aging, List<Account> accounts) {
    return accounts.stream()
        .map(aging::of)
        .map(AgingChanges::text)
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static String text(@Nullable Integer value) {
    return value == null ? DEFAULT : value.toString();
  }

  private static MyChange impossible(Wanted wanted, Aging aging, int asked) {
    return MyChange.of(wanted.subject(), aging.field)
        .field(wanted.field(aging.field))
        .values(asked, DEFAULT)
        .risk(Risk.IMMUTABLE)
        .build(
            "cannot be done: MariaDB has no such rule of an account; its plugin"
                + " password_reuse_check has one for the whole server",
            sql -> {
              throw EngineException.of(
                  ErrorKind.UNSUPPORTED, "this server has no such rule of an account");
            });
  }
}
