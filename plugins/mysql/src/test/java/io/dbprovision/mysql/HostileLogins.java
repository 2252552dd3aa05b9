package io.dbprovision.mysql;

import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.testkit.hostile.Fact;
import io.dbprovision.spi.testkit.hostile.HostileField;
import io.dbprovision.spi.testkit.hostile.ManagedField;
import io.dbprovision.spi.testkit.hostile.Trial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** The fields of logins and roles, except for what roles are given. */
final class HostileLogins {
  private static final SecretText PASSWORD = SecretText.of("Hostile-4711");

  private final HostileMySql site;
  private final Map<String, HostileField> fields = new LinkedHashMap<>();

  HostileLogins(HostileMySql site) {
    this.site = site;
  }

  Map<String, HostileField> fields() {
    names();
    user(
        "spec.roles[]",
        trial -> login(carrier(trial), trial).roles(List.of(trial.value())),
        HostileLogins::carries,
        HostileLogins::member);
    user(
        "spec.mysql.allowedHosts[]",
        trial -> section(trial, Map.of("allowedHosts", List.of(trial.value()))),
        HostileLogins::carries,
        (trial, fact) ->
            carries(trial, fact)
                && HostileFacts.has(fact, "Host", trial.value().toLowerCase(Locale.ROOT)));
    user(
        "spec.mysql.authPlugin",
        trial -> section(trial, Map.of("authPlugin", trial.value())),
        HostileLogins::carries,
        HostileLogins::carries);
    for (String key : List.of("requireIssuer", "requireSubject", "requireCipher")) {
      user(
          "spec.mysql." + key,
          trial -> section(trial, Map.of(key, trial.value())),
          HostileLogins::carries,
          HostileLogins::carries);
    }
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
        new ManagedField<>(site.roles(), group, HostileLogins::named, HostileLogins::named));
    BiFunction<Trial, Set<ChangeId>, RoleSpec> role =
        (trial, issued) ->
            RoleSpec.builder(trial.value(), owner(trial))
                .comment(trial.value().replace("\0", ""))
                .issued(issued)
                .build();
    fields.put(
        "DatabaseRole spec.roleName",
        new ManagedField<>(site.roles(), role, HostileLogins::named, HostileLogins::named));
  }

  private void user(
      String field,
      Function<Trial, UserSpec.Builder> spec,
      BiPredicate<Trial, Fact> meant,
      BiPredicate<Trial, Fact> shown) {
    fields.put(
        "DatabaseUser " + field,
        new ManagedField<UserSpec>(
            site.users(),
            (trial, issued) -> spec.apply(trial).issued(issued).build(),
            meant,
            shown));
  }

  private static UserSpec.Builder section(Trial trial, Map<String, ?> values) {
    return UserSpec.builder(carrier(trial), HostileMySql.SELF)
        .section(Lab.section(values))
        .password(PASSWORD, true);
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
    return about(carrier(trial), fact);
  }

  private static boolean named(Trial trial, Fact fact) {
    return about(trial.value(), fact);
  }

  private static boolean about(String name, Fact fact) {
    return fact.subject().equals("user " + name)
        || (fact.subject().equals("record " + name) && HostileFacts.has(fact, "kind", "user"))
        || held(name, fact);
  }

  /** On MariaDB the admin may give the roles that it makes. */
  static boolean held(String role, Fact fact) {
    return fact.subject().equals("user dbops_admin")
        && fact.text().startsWith("member")
        && HostileFacts.has(fact, "Role", role);
  }

  static boolean member(Trial trial, Fact fact) {
    return fact.subject().equals("user " + carrier(trial)) && joins(trial.value(), fact);
  }

  /** Whether it says that somebody is in that role. */
  static boolean joins(String role, Fact fact) {
    return fact.text().startsWith("member")
        && (HostileFacts.has(fact, "Role", role) || HostileFacts.has(fact, "FROM_USER", role));
  }

  /** The role that works as soon as its member has logged in. */
  static boolean becomesDefault(String role, Fact fact) {
    return (fact.text().startsWith("default") && HostileFacts.has(fact, "DEFAULT_ROLE_USER", role))
        || fact.text().startsWith("account");
  }
}
