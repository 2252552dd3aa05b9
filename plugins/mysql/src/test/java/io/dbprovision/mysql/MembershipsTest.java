package io.dbprovision.mysql;

import static io.dbprovision.mysql.Lab.converge;
import static io.dbprovision.mysql.Lab.paths;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.Roles;
import io.dbprovision.spi.UserSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class MembershipsTest extends LoginScene {
  MembershipsTest(Product product) {
    super(product);
  }

  @Test
  void aLoginThatIsThereKeepsItsRightsAndNoRoleTakesItsPlace() {
    UserSpec login = user(Map.of()).build();
    String role = name + "_r";
    RoleSpec group =
        RoleSpec.builder(role, Lab.owner(role)).group(List.of()).build().inPlaceOf(login);
    Roles roles = lab.session.capability(Roles.class).orElseThrow();
    assertThat(roles.plan(group).exists()).as("nobody was there before").isFalse();
    converge(users, login);

    assertThatThrownBy(() -> roles.plan(group))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("spec.passwordRotation.enabled")
        .hasMessageContaining("single-login");
  }

  @Test
  void membershipsAreMadeForEveryHostPutRightAndEnded() {
    String role = name + "_r";
    makeRole(role);
    try {
      Map<String, Object> two = Map.of("allowedHosts", List.of("127.0.0.1", "10.0.0.%"));
      UserSpec member = user(two).roles(List.of(role)).build();
      converge(users, member);
      assertThat(membersOf(role)).containsExactly("10.0.0.%", "127.0.0.1");

      lab.server.execute("REVOKE " + role + " FROM " + name + "@'127.0.0.1'");
      assertThat(paths(converge(users, member))).containsExactly("inRoles.missing");

      UserSpec less = user(two).issued(Set.copyOf(users.plan(member).claims())).build();
      assertThat(paths(converge(users, less))).containsExactly("inRoles.extra");
      assertThat(membersOf(role)).isEmpty();
    } finally {
      lab.server.execute("DROP ROLE " + role);
    }
  }

  @Test
  void aLoginThatTakesTurnsWorksAsItsGroup() throws Exception {
    String role = name + "_g";
    makeRole(role);
    try {
      converge(users, user(Map.of()).group(role).roles(List.of("elsewhere")).build());
      try (var client = lab.server.connect(name, PASSWORD.reveal(), "");
          var statement = client.createStatement();
          var row = statement.executeQuery("SELECT CURRENT_ROLE()")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getString(1)).contains(role);
      }
      assertThat(users.plan(user(Map.of()).group(role).build()).isEmpty()).isTrue();
    } finally {
      lab.server.execute("DROP ROLE " + role);
    }
  }

  /** That the operator may give: on MariaDB only who has a role so does. */
  private void makeRole(String role) {
    lab.server.execute(
        "CREATE ROLE " + role, "GRANT " + role + " TO dbops_admin@'%' WITH ADMIN OPTION");
  }

  private List<String> membersOf(String role) {
    return lab.server.ask(
        product == Product.MARIADB
            ? "SELECT Host FROM mysql.roles_mapping WHERE Role = '"
                + role
                + "' AND User = '"
                + name
                + "' ORDER BY Host"
            : "SELECT TO_HOST FROM mysql.role_edges WHERE FROM_USER = '"
                + role
                + "' AND TO_USER = '"
                + name
                + "' ORDER BY TO_HOST");
  }
}
