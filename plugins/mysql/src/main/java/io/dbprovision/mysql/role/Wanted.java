package io.dbprovision.mysql.role;

import io.dbprovision.mysql.change.Subject;
import io.dbprovision.mysql.connect.ServerFacts;
import io.dbprovision.mysql.grant.InlineGrants;
import io.dbprovision.mysql.grant.Member;
import io.dbprovision.mysql.sql.Names;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.RoleSpec;
import java.util.List;

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
