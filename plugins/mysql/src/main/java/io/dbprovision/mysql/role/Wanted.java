package io.dbprovision.mysql.role;

import io.dbprovision.mysql.change.Subject;
import io.dbprovision.mysql.connect.ServerFacts;
import io.dbprovision.mysql.grant.InlineGrants;
import io.dbprovision.mysql.grant.Memberships;
import io.dbprovision.mysql.sql.Names;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.RoleSpec;

/** A role as asked for, its block bound and checked. */
record Wanted(RoleSpec spec, RoleOptions options, Subject subject, boolean mariadb) {
  /**
   * @throws EngineException INVALID for a name or block that cannot work
   */
  static Wanted of(RoleSpec spec, ServerFacts facts, String admin) {
    Names.checkUser(Subject.ROLE_NAME, spec.name(), admin);
    RoleOptions options = spec.group() ? RoleOptions.NONE : spec.section().as(RoleOptions.class);
    Wanted wanted = new Wanted(spec, options, Subject.ofRole(spec), facts.mariadb());
    wanted.member().check();
    return wanted;
  }

  String name() {
    return spec.name();
  }

  Memberships.Member member() {
    return new Memberships.Member(
        subject,
        spec.group() ? spec.roles() : options.roles(),
        spec.group() ? "spec.roles" : spec.section().path() + ".roles",
        spec.others(),
        spec.issued());
  }

  InlineGrants.Item inline() {
    return new InlineGrants.Item(spec, subject, options.grants());
  }
}
