package io.dbprovision.mysql.user;

import io.dbprovision.mysql.change.Subject;
import io.dbprovision.mysql.connect.ServerFacts;
import io.dbprovision.mysql.record.Records;
import io.dbprovision.mysql.sql.Names;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.UserSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A user as asked for, its block bound and checked. */
record Wanted(UserSpec spec, UserOptions options, Subject subject, ServerFacts facts) {
  /**
   * @throws EngineException INVALID, or UNSUPPORTED for what this server does not have
   */
  static Wanted of(UserSpec spec, ServerFacts facts, String admin) {
    Names.checkUser("spec.username", spec.name(), admin);
    UserChecks.check(spec.section());
    Wanted wanted =
        new Wanted(
            spec, spec.section().as(UserOptions.class), Subject.of(Records.USERS, spec), facts);
    for (Map.Entry<String, String> role : wanted.memberships().entrySet()) {
      Names.checkUser(role.getValue(), role.getKey(), admin);
      if (role.getKey().equals(spec.name())) {
        throw EngineException.at(
            ErrorKind.INVALID, role.getValue(), "a user cannot be a member of itself");
      }
    }
    if (facts.mariadb() && wanted.asks("sha256_password")) {
      throw unsupported(wanted.field("authPlugin"), facts.title() + " has no sha256_password");
    }
    if (!facts.mariadb() && wanted.asks("ed25519")) {
      throw unsupported(wanted.field("authPlugin"), facts.title() + " has no ed25519");
    }
    return wanted;
  }

  private boolean asks(String plugin) {
    return plugin.equals(options.authPlugin());
  }

  private static EngineException unsupported(String path, String message) {
    return EngineException.at(ErrorKind.UNSUPPORTED, path, message);
  }

  String name() {
    return spec.name();
  }

  /**
   * Roles it is to be a member of, with the field that asks for each. Of logins that take turns all
   * others are their group's.
   */
  Map<String, String> memberships() {
    Map<String, String> fields = new LinkedHashMap<>();
    spec.group().ifPresent(group -> fields.put(group, "spec.passwordRotation.serviceRole"));
    if (spec.group().isEmpty()) {
      for (int i = 0; i < spec.roles().size(); i++) {
        fields.putIfAbsent(spec.roles().get(i), "spec.roles[" + i + "]");
      }
    }
    return fields;
  }

  /** Whether it is the role of logins that take turns, which they work as. */
  boolean worksAs(String role) {
    return spec.group().filter(role::equals).isPresent();
  }

  /** Whether an account for that host may stay. */
  boolean allows(String host) {
    List<String> listed = options.listedHosts();
    return listed.isEmpty() || listed.contains(host);
  }

  String field(String key) {
    return spec.section().path() + "." + key;
  }

  /**
   * The plug-in that the manifest insists on. The API fills in {@code caching_sha2_password}
   * everywhere; on MariaDB, which lacks it, that means whatever is there.
   */
  Optional<Verifier> plugin() {
    String asked = options.authPlugin();
    if (asked == null || (facts.mariadb() && asked.equals("caching_sha2_password"))) {
      return Optional.empty();
    }
    return Verifier.named(asked);
  }

  /** The plug-in of a new account. */
  Verifier newPlugin() {
    return plugin()
        .orElse(facts.mariadb() ? Verifier.MYSQL_NATIVE_PASSWORD : Verifier.CACHING_SHA2_PASSWORD);
  }

  /** Whether it is to be locked; empty when nobody says. */
  Optional<Boolean> locked() {
    if (spec.locked()) {
      return Optional.of(true);
    }
    return Optional.ofNullable(options.accountLocked());
  }

  /** What logins must come by; empty when nobody says. */
  Optional<Transport> transport() {
    if (Boolean.TRUE.equals(options.requireX509())) {
      return Optional.of(Transport.X509);
    }
    if (Boolean.TRUE.equals(options.requireSSL())) {
      return Optional.of(Transport.SSL);
    }
    return options.requireSSL() == null && options.requireX509() == null
        ? Optional.empty()
        : Optional.of(Transport.ANY);
  }
}
