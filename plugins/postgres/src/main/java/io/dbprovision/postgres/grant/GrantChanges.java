package io.dbprovision.postgres.grant;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.change.Action;
import io.dbprovision.postgres.change.PgChange;
import io.dbprovision.postgres.change.Subject;
import io.dbprovision.postgres.sql.Privilege;
import io.dbprovision.postgres.sql.Since;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Risk;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes changes of differences for one grantee.
 *
 * @param cascade whether what is taken is also taken from whom the grantee passed it on to
 */
record GrantChanges(
    String grantee,
    Subject subject,
    Catalog catalog,
    Acting acting,
    Cause removing,
    boolean cascade) {

  /** Something held, to be taken back from whoever gave it. */
  record Held(Thing thing, Privilege privilege, boolean option, String grantor) {}

  /**
   * @param record under which it is on record afterwards
   */
  Staged give(Wish wish, Collection<Thing> things, ChangeId record, Asked.@Nullable Ways ways) {
    GrantClaim claim = wish.claim();
    Target target = claim.target();
    List<SqlText> statements = new ArrayList<>();
    for (Thing thing : things) {
      statements.add(
          target.sort() == Sort.ROLE && ways != null && !claim.option()
              ? Statements.join(thing, grantee, ways.inherit(), ways.set())
              : Statements.grant(thing, claim.privilege(), claim.option(), grantee));
    }
    String what = Phrases.word(claim);
    PgChange.Builder change =
        PgChange.of(subject, target.path() + ".missing")
            .id("give:" + record.value())
            .field(wish.field())
            .values(target.sort() == Sort.ROLE ? target.name() : what, "")
            .cause(Cause.ABSENT)
            .claim(record);
    String summary =
        target.sort() == Sort.ROLE
            ? "make it a member of " + target.name() + (claim.option() ? ", with admin option" : "")
            : "give " + what + " on " + Phrases.described(target);
    return staged(change, summary, wish.field(), target, claim.option(), things, statements);
  }

  /** What is on record and not asked for any more. */
  Staged take(GrantClaim claim, List<Held> held) {
    Target target = claim.target();
    PgChange.Builder change =
        PgChange.of(subject, target.path() + ".extra")
            .id(claim.id().value())
            .values("", target.sort() == Sort.ROLE ? target.name() : Phrases.word(claim))
            .risk(Risk.DESTRUCTIVE)
            .cause(removing);
    return staged(
        change,
        (target.sort() == Sort.ROLE
                ? "end the membership of "
                : "take " + Phrases.word(claim) + " on ")
            + Phrases.described(target),
        subject.field(),
        target,
        claim.option(),
        held.stream().map(Held::thing).toList(),
        revokes(held));
  }

  /** What nobody asks for, all on one thing: what can be taken back, and what only be told. */
  List<Staged> drift(List<Held> held, String field) {
    Map<String, List<Held>> stuck = new TreeMap<>();
    List<Held> able = new ArrayList<>();
    for (Held one : held) {
      acting
          .refusal(one.thing(), one.grantor())
          .ifPresentOrElse(
              why -> stuck.computeIfAbsent(why, key -> new ArrayList<>()).add(one),
              () -> able.add(one));
    }
    List<Staged> found = new ArrayList<>();
    if (!able.isEmpty()) {
      found.add(endable(able, field));
    }
    stuck.forEach((why, these) -> found.add(stuck(these, field, why)));
    return found;
  }

  private Staged stuck(List<Held> held, String field, String why) {
    Target target = held.getFirst().thing().target();
    String actual = target.sort() == Sort.ROLE ? target.name() : Phrases.words(held);
    PgChange change =
        PgChange.of(subject, target.path() + ".extra")
            .id(
                "drift:"
                    + GrantClaim.key(target)
                    + Phrases.overload(held.getFirst().thing())
                    + "#"
                    + why)
            .field(field)
            .values("", actual + " (" + why + ")")
            .risk(Risk.IMMUTABLE)
            .cause(Cause.EXTRA)
            .build("cannot be taken back: it is " + why, new Action.Impossible());
    return new Staged(Staged.Stage.REFUSED, target, Cause.EXTRA, true, change);
  }

  private Staged endable(List<Held> held, String field) {
    Target target = held.getFirst().thing().target();
    String words = Phrases.words(held);
    boolean role = target.sort() == Sort.ROLE;
    PgChange.Builder change =
        PgChange.of(subject, target.path() + ".extra")
            .id("drift:" + GrantClaim.key(target) + Phrases.overload(held.getFirst().thing()))
            .field(field)
            .values("", role ? target.name() : words)
            .risk(Risk.DESTRUCTIVE)
            .cause(Cause.EXTRA);
    return staged(
        change,
        role
            ? "end the membership of " + target.name()
            : "take " + words + " on " + Phrases.described(target) + ", which nobody asks for",
        field,
        target,
        true,
        held.stream()
            .filter(one -> one.grantor().equals(one.thing().owner()))
            .map(Held::thing)
            .toList(),
        revokes(held));
  }

  Staged ways(Thing role, Asked.Ways ways, String expected, String actual) {
    return ways(
        PgChange.of(subject, "roles.options")
            .id("options:" + GrantClaim.key(role.target()))
            .values(expected, actual),
        role,
        ways);
  }

  /** As it would have been if nobody had said anything of it. */
  Staged waysBack(ChangeId id, Thing role, Asked.Ways ways, String expected, String actual) {
    return ways(
        PgChange.of(subject, "roles.options")
            .id(id.value())
            .values(expected, actual)
            .cause(removing),
        role,
        ways);
  }

  private Staged ways(PgChange.Builder started, Thing role, Asked.Ways ways) {
    PgChange.Builder change = started.field(ways.field());
    return staged(
        change,
        "change how the membership of " + role.target().name() + " works",
        ways.field(),
        role.target(),
        true,
        List.of(role),
        List.of(Statements.join(role, grantee, ways.inherit(), ways.set())));
  }

  /** It cannot be done yet. */
  Staged awaited(Target missing, String field, String words) {
    PgChange change =
        PgChange.of(subject, missing.path() + ".missing")
            .id("await:" + GrantClaim.key(missing))
            .field(field)
            .values(missing.sort() == Sort.ROLE ? missing.object() : words, "")
            .cause(Cause.AWAITED)
            .build(
                "wait until " + Phrases.described(missing) + " is there",
                fail(
                    EngineException.at(
                        ErrorKind.NOT_FOUND,
                        field,
                        Phrases.described(missing) + " is not there yet")));
    return new Staged(Staged.Stage.AWAITED, missing, Cause.AWAITED, false, change);
  }

  /** The manifest asks for what this server does not have. */
  Staged unsupported(String field, String message) {
    PgChange change =
        PgChange.of(subject, "grants.unsupported")
            .id("unsupported:" + field)
            .field(field)
            .values(message, "")
            .build(
                "cannot be done: " + message,
                fail(EngineException.at(ErrorKind.UNSUPPORTED, field, message)));
    return new Staged(Staged.Stage.REFUSED, Target.role(field), Cause.DIFFERS, false, change);
  }

  private Staged staged(
      PgChange.Builder change,
      String summary,
      String field,
      Target target,
      boolean option,
      Collection<Thing> things,
      List<SqlText> statements) {
    List<String> actors = things.stream().map(Thing::actor).distinct().toList();
    Optional<EngineException> refusal =
        actors.stream().flatMap(actor -> acting.refusal(field, actor).stream()).findFirst();
    if (refusal.isPresent()) {
      PgChange refused = change.build(summary, fail(refusal.get()));
      return new Staged(Staged.Stage.REFUSED, target, refused.cause(), option, refused);
    }
    List<SqlText> all = new ArrayList<>();
    if (target.sort() == Sort.DATABASE) {
      all.add(Statements.lockOf(target.database()));
    }
    all.addAll(acting.prepare(actors));
    all.addAll(statements);
    Action action =
        target.sort().inside()
            ? new Action.Inside(target.database(), all)
            : new Action.Shared(() -> List.copyOf(all));
    PgChange built = change.build(summary, action);
    return new Staged(Staged.Stage.of(target.sort()), target, built.cause(), option, built);
  }

  private List<SqlText> revokes(List<Held> held) {
    List<SqlText> statements = new ArrayList<>();
    for (Held one : held) {
      Thing thing = one.thing();
      if (thing.sort() == Sort.ROLE) {
        if (Since.OWN_MEMBERSHIPS.in(acting.major())) {
          statements.addAll(acting.prepare(List.of(one.grantor())));
        }
        statements.add(
            Since.OWN_MEMBERSHIPS.in(acting.major())
                ? Statements.leave(thing, one.grantor(), one.option(), grantee, cascade)
                : Statements.revoke(thing, one.privilege(), one.option(), grantee, cascade));
        continue;
      }
      SqlText revoke = Statements.revoke(thing, one.privilege(), one.option(), grantee, cascade);
      if (one.grantor().equals(thing.owner())) {
        statements.add(revoke);
        statements.addAll(columnsAgain(one));
      } else {
        statements.addAll(acting.prepare(List.of(one.grantor())));
        statements.addAll(Statements.as(one.grantor(), revoke));
      }
    }
    return statements;
  }

  /** What is taken from a table is taken from all its columns; they keep what they had. */
  private List<SqlText> columnsAgain(Held taken) {
    if (taken.thing().sort() != Sort.TABLE || !Sort.COLUMN.fits(taken.privilege())) {
      return List.of();
    }
    List<SqlText> again = new ArrayList<>();
    for (Thing column : catalog.columns(taken.thing().target())) {
      for (Holding holding : catalog.held(column, grantee)) {
        if (holding.privilege() == taken.privilege() && holding.grantor().equals(column.owner())) {
          again.add(Statements.grant(column, holding.privilege(), holding.grantable(), grantee));
        }
      }
    }
    return again;
  }

  private static Action fail(EngineException failure) {
    return (Action.Step)
        server -> {
          throw failure;
        };
  }
}
