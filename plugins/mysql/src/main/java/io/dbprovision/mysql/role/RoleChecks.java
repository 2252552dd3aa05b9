package io.dbprovision.mysql.role;

import io.dbprovision.mysql.grant.GrantChecks;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Validation;

/** What can be said of a role's block without looking at a server. */
public final class RoleChecks {
  private RoleChecks() {}

  public static Validation validate(Section section) {
    RoleOptions options = section.as(RoleOptions.class);
    Validation found = GrantChecks.validate(section.path() + ".grants", options.grants());
    return Boolean.FALSE.equals(options.useNativeRoles())
        ? found.unsupported(
            section.path() + ".useNativeRoles",
            "the server has roles of its own, and they are used; leave it out")
        : found;
  }
}
