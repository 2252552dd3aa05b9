package io.dbprovision.postgres;

import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.Roles;
import io.dbprovision.spi.Section;
import java.util.List;
import java.util.Map;

/** Short ways to say what a role should be, and what others ask for on it. */
final class RoleSpecs {
  private RoleSpecs() {}

  static Roles roles(Lab lab) {
    return lab.session.capability(Roles.class).orElseThrow();
  }

  static RoleSpec.Builder role(String name, Map<String, ?> options) {
    return RoleSpec.builder(name, Lab.owner(name))
        .section(options.isEmpty() ? Section.empty("spec.postgres") : Lab.section(options));
  }

  static RoleSpec member(String name, String... of) {
    return role(name, Map.of("inRoles", List.of(of))).build();
  }

  static Claim grant(Map<String, ?> section) {
    return Claim.of(Kind.GRANT, Lab.owner("some-grant"), Lab.section(section));
  }

  static ChangeId membership(String role) {
    return new ChangeId("inRoles.extra:" + role);
  }
}
