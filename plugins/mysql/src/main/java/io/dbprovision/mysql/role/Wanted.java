package io.dbprovision.mysql.role;

import io.dbprovision.mysql.change.Subject;
import io.dbprovision.mysql.connect.ServerFacts;
import io.dbprovision.mysql.grant.InlineGrants;
import io.dbprovision.mysql.grant.Member;
import io.dbprovision.mysql.sql.Names;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.UserSpec;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A role as asked for, its block bound and checked. */
record Wanted(RoleSpec spec, RoleOptions options, Subject subject, boolean mariadb) {
  /**
   * @throws EngineException INVALID for a name or block that cannot work
   */
  static Wanted of(RoleSpec spec, ServerFacts facts, String admin) {
    Names.checkUser(Subject.fieldOf(spec), spec.name(), admin, facts.longestUser());
    RoleOptions options = spec.group() ? RoleOptions.NONE : spec.section().as(RoleOptions.class);
    Wanted wanted = new Wanted(spec, options, Subject.ofRole(spec), facts.mariadb());
    wanted.member().check(facts.longestUser());
    return wanted;
  }

  String name() {
    return spec.name();
  }

  /** Itself, and the login that it would take the place of. */
  Stream<String> names() {
    return Stream.concat(Stream.of(name()), spec.inPlaceOf().map(UserSpec::name).stream());
  }

  /**
   * A default role takes effect at the next log-in: what is taken from a login is missing in its
   * open sessions, and there is no change of both at once.
   *
   * @throws EngineException UNSUPPORTED when the role would have to take over what a login has
   */
  void requireNobodyBefore(Predicate<String> there) {
    if (spec.inPlaceOf().map(UserSpec::name).filter(there).isPresent()) {
      throw EngineException.at(
          ErrorKind.UNSUPPORTED,
          "spec.passwordRotation.enabled",
          "a login that is there already cannot begin to take turns with others on this server: its"
              + " open sessions would lose their rights. Use strategy: "
              + (mariadb ? "" : "dual-password, with which the old password works on, or ")
              + "single-login; or make a new DatabaseUser that has rotation from the start, and let"
              + " the application move to it");
    }
  }

  Member member() {
    List<Member.Ask> asks =
        spec.group()
            ? Member.Ask.listed(spec.roles(), "spec.roles")
            : Member.Ask.listed(options.roles(), spec.section().path() + ".roles");
    return new Member(subject, false, List.of(), asks, spec.others(), spec.issued());
  }

  InlineGrants.Item inline() {
    return new InlineGrants.Item(spec, subject, options.grants());
  }
}
