package io.dbprovision.postgres;

import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.Roles;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import io.dbprovision.spi.testkit.hostile.Fact;
import io.dbprovision.spi.testkit.hostile.HostileField;
import io.dbprovision.spi.testkit.hostile.ManagedField;
import io.dbprovision.spi.testkit.hostile.Trial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** The fields of logins and roles, except for what roles are given. */
final class HostileLogins {
  private final Users users;
  private final Roles roles;
  private final Map<String, HostileField> fields = new LinkedHashMap<>();

  HostileLogins(Lab lab) {
    this.users = lab.users();
    this.roles = lab.session.capability(Roles.class).orElseThrow();
  }

  Map<String, HostileField> fields() {
    names();
    block("inRoles[]", v -> Map.of("inRoles", List.of(v)), HostileLogins::member);
    block("validUntil", v -> Map.of("validUntil", v), (trial, fact) -> true);
    block(
        "configParameters.<key>",
        v -> Map.of("configParameters", Map.of(v, "1")),
        (trial, fact) -> fact.text().startsWith("set in any ") && fact.text().endsWith("=1"));
    block(
        "configParameters.<value>",
        v -> Map.of("configParameters", Map.of("dbops.text", v)),
        (trial, fact) -> fact.text().equals("set in any dbops.text=" + trial.value()));
    user(
        "spec.postgres.defaultRole",
        trial ->
            section(
                carrier(trial),
                Map.of("inRoles", List.of(trial.value()), "defaultRole", trial.value())),
        HostileLogins::carries,
        HostileLogins::member);
    user(
        "spec.roles[]",
        trial -> login(carrier(trial), trial).roles(List.of(trial.value())),
        HostileLogins::carries,
        HostileLogins::member);
    return fields;
  }

  private void names() {
    user(
        "spec.username",
        trial -> login(trial.value(), trial),
        HostileLogins::named,
        HostileLogins::named);
    user(
        "spec.passwordRotation.userNaming",
        trial -> login(trial.value(), trial).group("plain"),
        HostileLogins::named,
        HostileLogins::named);
    BiFunction<Trial, Set<ChangeId>, RoleSpec> group =
        (trial, issued) ->
            RoleSpec.builder(trial.value(), owner(trial)).group(List.of()).issued(issued).build();
    fields.put(
        "DatabaseUser spec.passwordRotation.serviceRole.name",
        new ManagedField<>(roles, group, HostileLogins::named, HostileLogins::named));
    BiFunction<Trial, Set<ChangeId>, RoleSpec> role =
        (trial, issued) ->
            RoleSpec.builder(trial.value(), owner(trial))
                .comment(trial.value().replace("\0", ""))
                .issued(issued)
                .build();
    fields.put(
        "DatabaseRole spec.roleName",
        new ManagedField<>(roles, role, HostileLogins::named, HostileLogins::named));
  }

  /** A field that logins and roles have in common. */
  private void block(
      String field, Function<String, Map<String, ?>> values, BiPredicate<Trial, Fact> exact) {
    BiPredicate<Trial, Fact> shown =
        (trial, fact) -> carries(trial, fact) && exact.test(trial, fact);
    user(
        "spec.postgres." + field,
        trial -> section(carrier(trial), values.apply(trial.value())),
        HostileLogins::carries,
        shown);
    BiFunction<Trial, Set<ChangeId>, RoleSpec> role =
        (trial, issued) ->
            RoleSpec.builder(carrier(trial), HostilePostgres.SELF)
                .section(Lab.section(values.apply(trial.value())))
                .issued(issued)
                .build();
    fields.put(
        "DatabaseRole spec.postgres." + field,
        new ManagedField<>(roles, role, HostileLogins::carries, shown));
  }

  private void user(
      String field,
      Function<Trial, UserSpec.Builder> spec,
      BiPredicate<Trial, Fact> meant,
      BiPredicate<Trial, Fact> shown) {
    fields.put(
        "DatabaseUser " + field,
        new ManagedField<UserSpec>(
            users, (trial, issued) -> spec.apply(trial).issued(issued).build(), meant, shown));
  }

  private static UserSpec.Builder section(String name, Map<String, ?> values) {
    return UserSpec.builder(name, HostilePostgres.SELF)
        .section(Lab.section(values))
        .password(SecretText.of(Lab.PASSWORD), true);
  }

  /** The value is the password, too: it may be anything but empty. */
  private static UserSpec.Builder login(String name, Trial trial) {
    return UserSpec.builder(name, owner(trial))
        .password(SecretText.of("p" + trial.value().replace("\0", "")), true);
  }

  /** Each trial is an object of its own. */
  private static Owner owner(Trial trial) {
    return Lab.owner("hostile-" + trial.number());
  }

  static String carrier(Trial trial) {
    return "hv_c" + trial.number();
  }

  static boolean carries(Trial trial, Fact fact) {
    return fact.subject().equals("role " + carrier(trial)) || held(carrier(trial), fact);
  }

  private static boolean named(Trial trial, Fact fact) {
    return fact.subject().equals("role " + trial.value()) || held(trial.value(), fact);
  }

  /** From PostgreSQL 16 on the admin is a member of what it makes. */
  static boolean held(String role, Fact fact) {
    return fact.subject().equals("role dbops_admin") && fact.text().startsWith("in " + role + " {");
  }

  private static boolean member(Trial trial, Fact fact) {
    return fact.subject().equals("role " + carrier(trial))
        && fact.text().startsWith("in " + trial.value() + " {");
  }
}
