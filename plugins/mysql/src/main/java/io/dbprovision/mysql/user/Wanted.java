package io.dbprovision.mysql.user;

import io.dbprovision.mysql.change.Subject;
import io.dbprovision.mysql.connect.ServerFacts;
import io.dbprovision.mysql.grant.Member;
import io.dbprovision.mysql.record.Records;
import io.dbprovision.mysql.sql.Names;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.UserSpec;
import java.util.List;
import java.util.Optional;

/** A user as asked for, its block bound and checked. */
record Wanted(UserSpec spec, UserOptions options, Subject subject, ServerFacts facts) {
  private static final String GROUP = "spec.passwordRotation.serviceRole";

  /**
   * @throws EngineException INVALID, or UNSUPPORTED for what this server does not have
   */
  static Wanted of(UserSpec spec, ServerFacts facts, String admin) {
    Names.checkUser("spec.username", spec.name(), admin, facts.longestUser());
    UserChecks.check(spec.section());
    Wanted wanted =
        new Wanted(
            spec, spec.section().as(UserOptions.class), Subject.of(Records.USERS, spec), facts);
    wanted.member().check(facts.longestUser());
    if (facts.mariadb() && wanted.asks("sha256_password")) {
      throw unsupported(wanted.field("authPlugin"), facts.title() + " has no sha256_password");
    }
    if (!facts.mariadb() && wanted.asks("ed25519")) {
      throw unsupported(wanted.field("authPlugin"), facts.title() + " has no ed25519");
    }
    return wanted;
  }

  /** Of logins that take turns all other memberships are their group's. */
  Member member() {
    List<Member.Ask> asks =
        spec.group()
            .map(group -> List.of(new Member.Ask(group, GROUP, true)))
            .orElseGet(() -> Member.Ask.listed(spec.roles(), "spec.roles"));
    return new Member(subject, true, options.listedHosts(), asks, spec.others(), spec.issued());
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
  Optional<Requirement> requirement() {
    return Requirement.asked(options);
  }
}
