package io.dbprovision.mysql.grant;

import io.dbprovision.mysql.change.MyChange;
import io.dbprovision.mysql.change.Step;
import io.dbprovision.mysql.change.Subject;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Risk;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes changes of differences.
 *
 * @param removing why something on record is taken away
 */
record GrantChanges(Subject subject, Statements statements, Joining joining, Cause removing) {

  /**
   * Something that accounts hold and should not.
   *
   * @param byPattern those that hold it on the database's name as a pattern, which others fit, too
   */
  record Held(GrantClaim claim, List<Account> accounts, List<Account> byPattern) {
    boolean any() {
      return !accounts.isEmpty() || !byPattern.isEmpty();
    }
  }

  /**
   * @param record under which it is on record afterwards
   */
  MyChange give(Wish wish, Collection<Account> accounts, ChangeId record) {
    GrantClaim claim = wish.claim();
    Target target = claim.target();
    boolean role = target.level() == Level.ROLE;
    List<Account> lacking = List.copyOf(accounts);
    return MyChange.of(subject, target.path() + ".missing")
        .id("give:" + record.value())
        .field(wish.field())
        .values(value(claim), "")
        .cause(Cause.ABSENT)
        .claim(record)
        .build(
            role
                ? "make it a member of " + target.name()
                : "give " + claim.right().word() + " on " + target.title(),
            role
                ? sql -> joining.join(sql, lacking, target.name())
                : new Giving(statements, List.of(claim), lacking));
  }

  /** What is on record and not asked for any more. */
  MyChange take(Held held) {
    GrantClaim claim = held.claim();
    Target target = claim.target();
    return MyChange.of(subject, target.path() + ".extra")
        .id(claim.id().value())
        .values("", value(claim))
        .risk(Risk.DESTRUCTIVE)
        .cause(removing)
        .build(
            target.level() == Level.ROLE
                ? "end the membership of " + target.name()
                : "take " + claim.right().word() + " on " + target.title(),
            taking(List.of(held)));
  }

  /** What nobody asks for, all on one target. */
  MyChange drift(Target target, List<Held> held, String field) {
    boolean role = target.level() == Level.ROLE;
    String words =
        held.stream()
            .map(one -> one.claim().right().word())
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return MyChange.of(subject, target.path() + ".extra")
        .id("drift:" + GrantClaim.key(target))
        .field(field)
        .values("", role ? target.name() : words)
        .risk(Risk.DESTRUCTIVE)
        .cause(Cause.EXTRA)
        .build(
            role
                ? "end the membership of " + target.name() + ", which nobody asks for"
                : "take " + words + " on " + target.title() + ", which nobody asks for",
            taking(held));
  }

  /** What is given on a database's name as if that were no pattern. */
  MyChange pattern(Target database, List<Held> held, String field) {
    String words =
        held.stream()
            .map(one -> one.claim().right().word())
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return MyChange.of(subject, database.path() + ".extra")
        .id("drift:pattern:" + GrantClaim.key(database))
        .field(field)
        .values("", words + " on the pattern " + database.database())
        .risk(Risk.DESTRUCTIVE)
        .cause(Cause.EXTRA)
        .build(
            "take "
                + words
                + " on the pattern "
                + database.database()
                + ", which other databases' names fit, too",
            taking(held));
  }

  /** It cannot be done yet. */
  MyChange awaited(Target missing, String field, String words) {
    String message = missing.title() + " is not there yet";
    return MyChange.of(subject, missing.path() + ".missing")
        .id("await:" + GrantClaim.key(missing))
        .field(field)
        .values(missing.level() == Level.ROLE ? missing.name() : words, "")
        .cause(Cause.AWAITED)
        .build(
            "wait until " + missing.title() + " is there",
            sql -> {
              throw EngineException.at(ErrorKind.NOT_FOUND, field, message);
            });
  }

  /** To give it would lift what people put there on purpose. */
  MyChange withheld(Wish wish) {
    GrantClaim claim = wish.claim();
    String message =
        "a partial revoke keeps "
            + value(claim)
            + " on "
            + claim.target().title()
            + " from it; lift that on the server, or leave it out here";
    return MyChange.of(subject, claim.target().path() + ".missing")
        .id("withheld:" + claim.id().value())
        .field(wish.field())
        .values(value(claim), "")
        .risk(Risk.IMMUTABLE)
        .build(
            "cannot be done: " + message,
            sql -> {
              throw EngineException.at(ErrorKind.PERMISSION, wish.field(), message);
            });
  }

  /** The manifest asks for what it may not have: it fails whenever it is tried. */
  MyChange refused(EngineException refusal) {
    String field = refusal.path().orElse("");
    String key = "refused:" + field;
    return MyChange.of(subject, "grants")
        .id(key)
        .field(field)
        .values(refusal.sentence(), "")
        .cause(Cause.ABSENT)
        .claim(new ChangeId(key))
        .build(
            "cannot be done: " + refusal.sentence(),
            sql -> {
              throw EngineException.at(refusal.kind(), field, refusal.sentence());
            });
  }

  /** The manifest asks for what this server does not have. */
  MyChange unsupported(String field, String message) {
    return MyChange.of(subject, "grants")
        .id("unsupported:" + field)
        .field(field)
        .values(message, "")
        .risk(Risk.IMMUTABLE)
        .build(
            "cannot be done: " + message,
            sql -> {
              throw EngineException.at(ErrorKind.UNSUPPORTED, field, message);
            });
  }

  private Step taking(List<Held> held) {
    List<Held> all = List.copyOf(held);
    return sql -> {
      for (Held one : all) {
        Target target = one.claim().target();
        if (target.level() == Level.ROLE) {
          joining.leave(sql, subject.name(), target.name());
        } else {
          statements.take(sql, one.claim(), one.accounts());
          statements.takeFromPattern(sql, one.claim(), one.byPattern());
        }
      }
    };
  }

  private static String value(GrantClaim claim) {
    return claim.target().level() == Level.ROLE ? claim.target().name() : claim.right().word();
  }
}
