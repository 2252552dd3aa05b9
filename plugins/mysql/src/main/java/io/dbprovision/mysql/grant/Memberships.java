package io.dbprovision.mysql.grant;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.mysql.change.MyChange;
import io.dbprovision.mysql.change.Subject;
import io.dbprovision.mysql.connect.ServerFacts;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Claim;
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
  private static final int LONGEST_ROLE = 32;

  private final ServerFacts facts;
  private final String admin;
  private final Catalog catalog;

  private Memberships(ServerFacts facts, String admin, Catalog catalog) {
    this.facts = facts;
    this.admin = admin;
    this.catalog = catalog;
  }

  /**
   * Who is to be a member of what.
   *
   * @param field of the manifest that lists the roles
   */
  public record Member(
      Subject subject, List<String> roles, String field, List<Claim> others, Set<ChangeId> issued) {
    public Member {
      roles = List.copyOf(roles);
      others = List.copyOf(others);
      issued = Set.copyOf(issued);
    }

    /**
     * @throws EngineException INVALID for what can be no role's name, or is its own
     */
    public void check() {
      for (int i = 0; i < roles.size(); i++) {
        String at = field + "[" + i + "]";
        ManifestReader.fits(
            at,
            roles.get(i),
            LONGEST_ROLE,
            (kind, path, message) -> {
              throw EngineException.at(kind, path, message);
            });
        if (roles.get(i).equals(subject.name())) {
          throw EngineException.at(ErrorKind.INVALID, at, "is its own name");
        }
      }
    }

    /** Says something of roles, or did so once. */
    private boolean concerned() {
      return !roles.isEmpty() || issued.stream().anyMatch(id -> id.value().startsWith(EXTRA + "."));
    }
  }

  /** Reads for all of them, in a fixed number of statements; none when nobody asks for a role. */
  public static Memberships read(
      Sql sql, ServerFacts facts, String admin, Collection<Member> members) throws SQLException {
    Set<String> names = new HashSet<>();
    for (Member member : members) {
      if (member.concerned()) {
        names.add(member.subject().name());
        names.addAll(member.roles());
      }
    }
    Catalog catalog = new Catalog();
    ServerTraits traits = new ServerTraits(facts, Vocabulary.of(facts, List.of()), false);
    CatalogReader.read(sql, traits, catalog, names);
    return new Memberships(facts, admin, catalog);
  }

  /**
   * Adds what it takes, and what is claimed.
   *
   * @throws EngineException NOT_FOUND for a role that is not there, PERMISSION for another tenant's
   */
  public void into(Member member, Plan.Builder plan) {
    if (!member.concerned()) {
      return;
    }
    Tenancy tenancy = new Tenancy(catalog, admin, member.subject().owner());
    Set<String> asked = new TreeSet<>();
    for (int i = 0; i < member.roles().size(); i++) {
      String role = member.roles().get(i);
      String field = member.field() + "[" + i + "]";
      tenancy.role(field, role);
      if (!catalog.has(Target.role(role))) {
        throw EngineException.at(
            ErrorKind.NOT_FOUND,
            field,
            "the role \"" + role + "\" does not exist on the server; it is waited for");
      }
      if (asked.add(role)) {
        asked(member, role, field, plan);
      }
    }
    Set<String> others = others(member);
    for (String role : held(member)) {
      if (!asked.contains(role)) {
        surplus(member, role, others.contains(role), plan);
      }
    }
  }

  private void asked(Member member, String role, String field, Plan.Builder plan) {
    ChangeId claim = new ChangeId(EXTRA + "." + role);
    plan.claim(claim);
    List<Account> accounts = catalog.accounts(member.subject().name());
    List<Account> lacking =
        accounts.stream().filter(account -> !roles(account).contains(role)).toList();
    if (!accounts.isEmpty() && lacking.isEmpty()) {
      return;
    }
    boolean addedLater =
        member.issued().contains(claim)
            && lacking.size() < accounts.size()
            && lacking.stream().allMatch(account -> roles(account).isEmpty());
    plan.change(
        MyChange.of(member.subject(), MISSING)
            .id(MISSING + "." + role)
            .field(field)
            .values(role, "")
            .cause(Cause.ABSENT)
            // a host that came later is completion, not drift: its id is never on record
            .claim(addedLater ? new ChangeId(claim.value() + "#new") : claim)
            .build(
                "make it a member of " + role,
                sql -> new Joining(facts.mariadb()).join(sql, member.subject().name(), role)));
  }

  private void surplus(Member member, String role, boolean elsewhere, Plan.Builder plan) {
    ChangeId claim = new ChangeId(EXTRA + "." + role);
    boolean recorded = member.issued().contains(claim);
    if (elsewhere) {
      if (recorded) {
        plan.claim(claim);
      }
    } else if (recorded || !member.roles().isEmpty()) {
      plan.change(
          MyChange.of(member.subject(), EXTRA)
              .id(claim.value())
              .field(member.field())
              .values("", role)
              .risk(Risk.DESTRUCTIVE)
              .cause(Cause.EXTRA)
              .build(
                  "end the membership of " + role,
                  sql -> new Joining(facts.mariadb()).leave(sql, member.subject().name(), role)));
    }
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
    return new ManifestReader(Vocabulary.of(facts, List.of()), facts.foldsNames())
        .others(member.others()).stream()
            .map(GrantClaim::target)
            .filter(target -> target.level() == Level.ROLE)
            .map(Target::name)
            .collect(Collectors.toSet());
  }
}
