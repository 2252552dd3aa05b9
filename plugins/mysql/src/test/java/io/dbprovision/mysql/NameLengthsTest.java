package io.dbprovision.mysql;

import static io.dbprovision.mysql.Lab.converge;
import static io.dbprovision.mysql.Lab.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.Roles;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Names are as long as the server holds them, to the last character, and never cut. */
@ParameterizedClass
@EnumSource
class NameLengthsTest {
  private static final SecretText PASSWORD = SecretText.of("Lengths-4711-password");

  private final Lab lab;
  private final Users users;
  private final Roles roles;
  private final int longest;
  private final String user;
  private final String role;

  NameLengthsTest(Product product) {
    lab = Lab.on(product);
    users = lab.session.capability(Users.class).orElseThrow();
    roles = lab.session.capability(Roles.class).orElseThrow();
    longest = product == Product.MARIADB ? 128 : 32;
    String id = Long.toString(System.nanoTime(), 36);
    // the driver cannot log in to MariaDB by a name beyond ASCII
    user = "u" + id + "x".repeat(longest - 1 - id.length());
    role = "ß" + id + "y".repeat(longest - 1 - id.length());
  }

  @AfterEach
  void close() {
    new UserHand(lab.server).drop(user);
    new UserHand(lab.server).drop(role);
    lab.close();
  }

  private static UserSpec.Builder login(String name) {
    return UserSpec.builder(name, Lab.owner("u"))
        .section(Lab.section(Map.of()))
        .password(PASSWORD, true);
  }

  private static RoleSpec carrier(String name) {
    return RoleSpec.builder(name, Lab.owner("r")).section(Lab.section(Map.of())).build();
  }

  @Test
  void loginsAndRolesOfTheFullLengthWorkWhole() {
    assertThat(users.longestName()).isEqualTo(longest);
    converge(roles, carrier(role));
    UserSpec member = login(user).roles(List.of(role)).build();
    converge(users, member);
    assertThat(lab.server.letsIn(user, PASSWORD.reveal())).isTrue();
    assertThat(new RoleHand(lab.server).rolesOf(user)).containsExactly(role);
    assertThat(Lab.remove(users, member, DropMode.DROP).failure()).isEmpty();
    assertThat(users.names()).doesNotContain(user);
  }

  @Test
  void longerOnesAreRefusedAndNothingIsMade() {
    EngineException ofUser = failure(() -> users.plan(login(user + "x").build()));
    assertThat(ofUser.kind()).isEqualTo(ErrorKind.INVALID);
    assertThat(ofUser.path()).contains("spec.username");
    assertThat(ofUser).hasMessageContaining(String.valueOf(longest));
    assertThat(failure(() -> roles.plan(carrier(role + "y"))).path()).contains("spec.roleName");
    assertThat(failure(() -> users.plan(login(user).roles(List.of(role + "y")).build())).path())
        .contains("spec.roles[0]");
    EngineException ofDatabase =
        failure(() -> lab.databases().plan(Lab.database("d".repeat(65), Map.of()).build()));
    assertThat(ofDatabase.kind()).isEqualTo(ErrorKind.INVALID);
    assertThat(ofDatabase.path()).contains("spec.name");
    assertThat(users.names()).doesNotContain(user);
  }

  @Test
  void aDatabaseOfTheFullLengthIsMadeAndDropped() {
    String name = "ä" + Long.toString(System.nanoTime(), 36);
    String full = name + "d".repeat(64 - name.length());
    converge(lab.databases(), Lab.database(full, Map.of()).build());
    assertThat(lab.databases().names()).contains(full);
    Lab.remove(lab.databases(), Lab.database(full, Map.of()).build(), DropMode.FORCE);
    assertThat(lab.databases().names()).doesNotContain(full);
  }
}
