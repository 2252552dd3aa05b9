package io.dbprovision.mysql.grant;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.mysql.change.MyChange;
import io.dbprovision.mysql.connect.ServerFacts;
import io.dbprovision.mysql.sql.GrantedNames;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Risk;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The roles that a login's or a role's own manifest asks for. Read once for many of them, then used
 * by one thread.
 */
public final class Memberships {
  private static final String MISSING = "inRoles.missing";
  private static final String EXTRA = "inRoles.extra";

  private final ServerFacts facts;
  private final String admin;
  private final Allowed allowed;
  private final Catalog catalog;

  private Memberships(ServerFacts facts, String admin, Allowed allowed, Catalog catalog) {
    this.facts = facts;
    this.admin = admin;
    this.allowed = allowed;
    this.catalog = catalog;
  }

  /** Reads for all of them, in a fixed number of statements; none when nobody asks for a role. */
  public static Memberships read(
      Sql sql, ServerFacts facts, String admin, Allowed allowed, Collection<Member> members)
      throws SQLException {
    Set<String> names = new HashSet<>();
    Set<String> joined = new HashSet<>();
    for (Member member : members) {
      if (concerned(member)) {
        names.add(member.subject().name());
        member.asks().forEach(ask -> joined.add(ask.role()));
        if (adopts(member)) {
          joined.add(member.subject().name());
        }
      }
    }
    Catalog catalog = new Catalog();
    if (!names.isEmpty()) {
      CatalogReader.read(sql, ServerTraits.read(sql, facts), catalog, names, joined);
    }
    return new Memberships(facts, admin, allowed, catalog);
  }

  private static boolean adopts(Member member) {
    return member.subject().provenance().adopt();
  }

  /** Says something of roles, or did so once, or may become somebody's that was nobody's. */
  private static boolean concerned(Member member) {
    return !member.asks().isEmpty()
        || adopts(member)
        || member.issued().stream().anyMatch(id -> id.value().startsWith(EXTRA + "."));
  }

  /** Under which a membership is on record; also the id of the change that ends it. */
  private static ChangeId claim(String role) {
    return new ChangeId(EXTRA + "." + role);
  }

  /**
   * Adds what it takes, and what is claimed.
   *
   * @throws EngineException NOT_FOUND for a role that is not there, PERMISSION for another tenant's
   *     and for what reaches beyond one tenant
   */
  public void into(Member member, Plan.Builder plan) {
    if (!concerned(member)) {
      return;
    }
    Tenancy tenancy = new Tenancy(catalog, admin, allowed, member.subject().owner());
    String name = member.subject().name();
    if (adopts(member) && !catalog.user(name).owned()) {
      tenancy.adoption(member.subject().field(), name);
    }
    Set<String> asked = new TreeSet<>();
    for (Member.Ask ask : member.asks()) {
      tenancy.role(ask.field(), ask.role(), isMember(name, ask.role()));
      if (!catalog.has(Target.role(ask.role()))) {
        throw EngineException.at(
            ErrorKind.NOT_FOUND,
            ask.field(),
            "the role \"" + ask.role() + "\" does not exist on the server; it is waited for");
      }
      if (asked.add(ask.role())) {
        asked(member, ask, plan);
      }
    }
    Set<String> others = others(member);
    for (String role : held(member)) {
      if (!asked.contains(role)) {
        surplus(member, role, others.contains(role), plan);
      }
    }
  }

  private boolean isMember(String name, String role) {
    List<Account> accounts = catalog.accounts(name);
    return !accounts.isEmpty()
        && accounts.stream().allMatch(account -> roles(account).contains(role));
  }

  private void asked(Member member, Member.Ask ask, Plan.Builder plan) {
    ChangeId claim = claim(ask.role());
    plan.claim(claim);
    List<Account> accounts =
        catalog.accounts(member.subject().name()).stream()
            .filter(account -> member.comesFrom(account.host()))
            .toList();
    List<Account> lacking =
        accounts.stream().filter(account -> lacks(member, account, ask)).toList();
    if (!accounts.isEmpty() && lacking.isEmpty() && !toCome(member, accounts)) {
      return;
    }
    boolean addedLater =
        member.issued().contains(claim)
            && lacking.size() < accounts.size()
            && lacking.stream().allMatch(account -> roles(account).isEmpty());
    plan.change(
        MyChange.of(member.subject(), MISSING)
            .id(MISSING + "." + ask.role())
            .field(ask.field())
            .values(ask.role(), "")
            .cause(Cause.ABSENT)
            // a host that came later is completion, not drift: its id is never on record
            .claim(addedLater ? new ChangeId(claim.value() + "#new") : claim)
            .build(
                "make it a member of " + ask.role(),
                sql -> new Joining(facts.mariadb()).join(sql, member, ask)));
  }

  /** Whether there are accounts that the changes before will make. */
  private static boolean toCome(Member member, List<Account> accounts) {
    return !accounts.stream().map(Account::host).toList().containsAll(member.hosts());
  }

  /** MariaDB has one default role for each account, so it is asked for only as the one. */
  private boolean lacks(Member member, Account account, Member.Ask ask) {
    boolean atOnce = member.login() && (!facts.mariadb() || ask.worksAs());
    return !roles(account).contains(ask.role())
        || (atOnce && !catalog.hasByDefault(account, ask.role()));
  }

  private void surplus(Member member, String role, boolean elsewhere, Plan.Builder plan) {
    ChangeId claim = claim(role);
    boolean recorded = member.issued().contains(claim);
    if (elsewhere) {
      if (recorded) {
        plan.claim(claim);
      }
    } else if (recorded || !member.asks().isEmpty()) {
      plan.change(
          MyChange.of(member.subject(), EXTRA)
              .id(claim.value())
              .field(member.asks().isEmpty() ? "spec.roles" : listOf(member.asks().getFirst()))
              .values("", role)
              .risk(Risk.DESTRUCTIVE)
              .cause(Cause.EXTRA)
              .build(
                  "end the membership of " + role,
                  sql -> new Joining(facts.mariadb()).leave(sql, member.subject().name(), role)));
    }
  }

  private static String listOf(Member.Ask ask) {
    int item = ask.field().lastIndexOf('[');
    return item < 0 ? ask.field() : ask.field().substring(0, item);
  }

  private Set<String> held(Member member) {
    Set<String> held = new TreeSet<>();
    catalog.accounts(member.subject().name()).forEach(account -> held.addAll(roles(account)));
    return held;
  }

  private Set<String> roles(Account account) {
    return catalog.rights(account).keySet().stream()
        .filter(target -> target.level() == Level.ROLE)
        .map(Target::name)
        .collect(Collectors.toSet());
  }

  private Set<String> others(Member member) {
    Vocabulary any = Vocabulary.anywhere();
    return new ManifestReader(any, facts.foldsNames(), facts.longestUser(), new GrantedNames(true))
        .others(member.others()).stream()
            .map(GrantClaim::target)
            .filter(target -> target.level() == Level.ROLE)
            .map(Target::name)
            .collect(Collectors.toSet());
  }
}
