package io.dbprovision.postgres;

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
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** The fields of what grants and roles give. */
final class HostileGrants {
  private static final String SHOP = HostilePostgres.SHOP;

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
        v -> entry("CONNECT", "database", v),
        (v, text) -> text.equals("CONNECT on database " + v));
    both("schema", v -> entry("USAGE", "schema", v), HostileGrants::inSchema);
    listed("tables", "SELECT", "class");
    listed("sequences", "USAGE", "class");
    listed("functions", "EXECUTE", "routine");
    listed("procedures", "EXECUTE", "routine");
    listed("types", "USAGE", "type");
    both(
        "columns[]",
        v -> entry("SELECT", "schema", "app", "tables", List.of("columns"), "columns", List.of(v)),
        (v, text) -> text.equals("SELECT on column hv_shop/app/columns/" + v));
    both(
        "largeObjects[]",
        v -> entry("SELECT", "largeObjects", List.of(v)),
        (v, text) -> text.equals("SELECT on largeobject hv_shop/" + v.strip()));
    both(
        "privileges[]",
        v -> entry(v, "schema", "tables", "tables", List.of("plain")),
        (v, text) -> text.endsWith(" on class hv_shop/tables/plain"));
    grant("roles[]", v -> Map.of("roles", List.of(v)), HostileGrants::member);
    grant(
        "memberships[].role",
        v -> Map.of("memberships", List.of(Map.of("role", v))),
        HostileGrants::member);
    defaults();
    return fields;
  }

  private void defaults() {
    for (String key : List.of("database", "grantedBy", "schema", "objectType", "privileges[]")) {
      grant(
          "defaultPrivileges[]." + key, v -> defaults(key, v), (v, text) -> defaults(key, v, text));
    }
  }

  private static Map<String, ?> defaults(String key, String value) {
    Map<String, Object> entry =
        new HashMap<>(
            Map.of(
                "database", SHOP,
                "grantedBy", "hv_owner",
                "schema", "app",
                "objectType", "tables",
                "privileges", List.of("SELECT")));
    boolean list = key.endsWith("[]");
    entry.put(list ? key.substring(0, key.length() - 2) : key, list ? List.of(value) : value);
    return Map.of("defaultPrivileges", List.of(entry));
  }

  private static boolean defaults(String key, String value, String text) {
    return switch (key) {
      case "grantedBy" -> text.equals("SELECT on default hv_shop/app/r of " + value);
      case "schema" -> text.equals("SELECT on default hv_shop/" + value + "/r of hv_owner");
      case "privileges[]" -> text.endsWith(" on default hv_shop/app/r of hv_owner");
      default -> text.startsWith("SELECT on default ");
    };
  }

  private void listed(String list, String privilege, String sort) {
    String place = privilege + " on " + sort + " " + SHOP + "/" + list + "/";
    both(
        list + "[]",
        v -> entry(privilege, "schema", list, list, List.of(v)),
        (v, text) ->
            text.startsWith(place)
                && fits(v, text.substring(place.length()), sort.equals("routine")));
  }

  private static boolean fits(String value, String name, boolean routine) {
    return value.equals("*") || name.equals(value) || (routine && name.equals(value + "()"));
  }

  private static boolean inSchema(String value, String text) {
    return text.equals("USAGE on schema hv_shop/" + value);
  }

  private static boolean member(String value, String text) {
    return text.startsWith("in " + value + " {");
  }

  private static Map<String, ?> entry(String privilege, Object... rest) {
    Map<String, Object> entry = new HashMap<>(Map.of("database", SHOP));
    entry.put("privileges", List.of(privilege));
    for (int i = 0; i < rest.length; i += 2) {
      entry.put((String) rest[i], rest[i + 1]);
    }
    return entry;
  }

  /** An entry of a grant, and the same in a role's block. */
  private void both(
      String key, Function<String, Map<String, ?>> entry, BiPredicate<String, String> exact) {
    Function<String, Map<String, ?>> block = v -> Map.of("grants", List.of(entry.apply(v)));
    grant("grants[]." + key, block, exact);
    BiFunction<Trial, Set<ChangeId>, RoleSpec> role =
        (trial, issued) ->
            RoleSpec.builder(HostileLogins.carrier(trial), HostilePostgres.SELF)
                .section(Lab.section(block.apply(trial.value())))
                .issued(issued)
                .build();
    fields.put(
        "DatabaseRole spec.postgres.grants[]." + key,
        new ManagedField<>(
            roles,
            role,
            (trial, fact) ->
                HostileLogins.carries(trial, fact)
                    && (!fact.text().contains(" on ")
                        || fact.text().startsWith("is ")
                        || exact.test(trial.value(), fact.text())),
            (trial, fact) ->
                HostileLogins.carries(trial, fact)
                    && (exact.test(trial.value(), fact.text()) || fact.text().startsWith("is "))));
  }

  private void grant(
      String key, Function<String, Map<String, ?>> block, BiPredicate<String, String> exact) {
    BiFunction<Trial, Set<ChangeId>, GrantSpec> grant =
        (trial, issued) ->
            GrantSpec.builder(grantee(trial), HostilePostgres.SELF, self(trial))
                .section(Lab.section(block.apply(trial.value())))
                .issued(issued)
                .build();
    BiPredicate<Trial, Fact> meant =
        (trial, fact) ->
            fact.subject().equals("role " + grantee(trial))
                && exact.test(trial.value(), fact.text());
    fields.put(
        "DatabaseGrant spec.postgres." + key, new ManagedField<>(grants, grant, meant, meant));
  }

  /** Of one batch, no two trials have the same. */
  private static String grantee(Trial trial) {
    return "hv_g" + trial.number() % HostilePostgres.GRANTEES;
  }

  private static Claim self(Trial trial) {
    return Claim.of(Kind.USER, Lab.owner(grantee(trial)), Section.empty("spec.postgres"));
  }
}
