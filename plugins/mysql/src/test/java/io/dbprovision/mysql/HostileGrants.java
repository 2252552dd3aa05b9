package io.dbprovision.mysql;

import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Grants;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.Roles;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.testkit.hostile.Fact;
import io.dbprovision.spi.testkit.hostile.HostileField;
import io.dbprovision.spi.testkit.hostile.ManagedField;
import io.dbprovision.spi.testkit.hostile.Trial;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** The fields of what grants and roles give. */
final class HostileGrants {
  private static final String SHOP = HostileMySql.SHOP;

  private final Grants grants;
  private final Roles roles;
  private final Map<String, HostileField> fields = new LinkedHashMap<>();

  HostileGrants(Lab lab) {
    this.grants = lab.session.capability(Grants.class).orElseThrow();
    this.roles = lab.session.capability(Roles.class).orElseThrow();
  }

  Map<String, HostileField> fields() {
    both(
        "database",
        v -> entry("database", "SELECT", "database", v),
        (v, fact) -> fact.text().startsWith("db") && HostileFacts.has(fact, "Db", v));
    both(
        "table",
        v -> entry("table", "SELECT", "database", SHOP, "table", v),
        (v, fact) ->
            fact.text().startsWith("tables_priv") && HostileFacts.has(fact, "Table_name", v));
    both(
        "columns[]",
        v -> entry("column", "SELECT", "database", SHOP, "table", "cols", "columns", List.of(v)),
        (v, fact) -> inShop(fact) && HostileFacts.has(fact, "Table_name", "cols"));
    both(
        "procedure",
        v -> entry("procedure", "EXECUTE", "database", SHOP, "procedure", v),
        HostileGrants::routine);
    both(
        "function",
        v -> entry("function", "EXECUTE", "database", SHOP, "function", v),
        HostileGrants::routine);
    both(
        "level",
        v -> entry(v, "SELECT", "database", SHOP),
        (v, fact) -> fact.text().startsWith("db") && HostileFacts.has(fact, "Db", SHOP));
    both(
        "privileges[]",
        v -> entry("table", v, "database", SHOP, "table", "plain"),
        (v, fact) -> inShop(fact) && HostileFacts.has(fact, "Table_name", "plain"));
    grant(
        "roles[]",
        v -> Map.of("roles", List.of(v)),
        (v, fact) -> HostileLogins.joins(v, fact) || HostileLogins.becomesDefault(v, fact),
        HostileLogins::joins);
    role(
        "roles[]",
        v -> Map.of("roles", List.of(v)),
        (v, fact) ->
            !fact.text().startsWith("member")
                || HostileLogins.joins(v, fact)
                || HostileFacts.has(fact, "User", "dbops_admin"), // who made it may pass it on
        HostileLogins::joins);
    return fields;
  }

  private static boolean inShop(Fact fact) {
    return fact.text().matches("(?s)[a-z]+_priv\u001f.*") && HostileFacts.has(fact, "Db", SHOP);
  }

  private static boolean routine(String value, Fact fact) {
    return fact.text().startsWith("procs_priv")
        && HostileFacts.has(fact, "Routine_name", text -> text.toLowerCase(Locale.ROOT), value);
  }

  private static Map<String, ?> entry(String level, String privilege, Object... rest) {
    Map<String, Object> entry = new HashMap<>(Map.of("level", level));
    entry.put("privileges", List.of(privilege));
    for (int i = 0; i < rest.length; i += 2) {
      entry.put((String) rest[i], rest[i + 1]);
    }
    return entry;
  }

  /** An entry of a grant, and the same in a role's block. */
  private void both(
      String key, Function<String, Map<String, ?>> entry, BiPredicate<String, Fact> exact) {
    Function<String, Map<String, ?>> block = v -> Map.of("grants", List.of(entry.apply(v)));
    grant("grants[]." + key, block, exact, exact);
    role("grants[]." + key, block, (v, fact) -> !given(fact) || exact.test(v, fact), exact);
  }

  /**
   * @param meant of all facts of the role
   */
  private void role(
      String key,
      Function<String, Map<String, ?>> block,
      BiPredicate<String, Fact> meant,
      BiPredicate<String, Fact> exact) {
    BiFunction<Trial, Set<ChangeId>, RoleSpec> role =
        (trial, issued) ->
            RoleSpec.builder(HostileLogins.carrier(trial), HostileMySql.SELF)
                .section(Lab.section(block.apply(trial.value())))
                .issued(issued)
                .build();
    fields.put(
        "DatabaseRole spec.mysql." + key,
        new ManagedField<>(
            roles,
            role,
            (trial, fact) -> HostileLogins.carries(trial, fact) && meant.test(trial.value(), fact),
            (trial, fact) ->
                HostileLogins.carries(trial, fact)
                    && (exact.test(trial.value(), fact) || fact.text().startsWith("account"))));
  }

  private static boolean given(Fact fact) {
    return fact.text().startsWith("db\u001f") || fact.text().matches("(?s)[a-z]+_priv\u001f.*");
  }

  private void grant(
      String key,
      Function<String, Map<String, ?>> block,
      BiPredicate<String, Fact> meant,
      BiPredicate<String, Fact> exact) {
    BiFunction<Trial, Set<ChangeId>, GrantSpec> grant =
        (trial, issued) ->
            GrantSpec.builder(grantee(trial), HostileMySql.SELF, self(trial))
                .section(Lab.section(block.apply(trial.value())))
                .issued(issued)
                .build();
    fields.put(
        "DatabaseGrant spec.mysql." + key,
        new ManagedField<>(grants, grant, ofGrantee(meant), ofGrantee(exact)));
  }

  private static BiPredicate<Trial, Fact> ofGrantee(BiPredicate<String, Fact> what) {
    return (trial, fact) ->
        fact.subject().equals("user " + grantee(trial)) && what.test(trial.value(), fact);
  }

  /** Of one batch, no two trials have the same. */
  private static String grantee(Trial trial) {
    return "hv_g" + trial.number() % HostileMySql.GRANTEES;
  }

  private static Claim self(Trial trial) {
    return Claim.of(Kind.USER, Lab.owner(grantee(trial)), Section.empty("spec.mysql"));
  }
}
