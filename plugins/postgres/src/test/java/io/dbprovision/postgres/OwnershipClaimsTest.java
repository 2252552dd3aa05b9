package io.dbprovision.postgres;

import static io.dbprovision.postgres.Lab.converge;
import static io.dbprovision.postgres.Lab.database;
import static io.dbprovision.postgres.Lab.failure;
import static io.dbprovision.postgres.Lab.paths;
import static io.dbprovision.postgres.RoleSpecs.role;
import static io.dbprovision.postgres.RoleSpecs.roles;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Claim;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.UserSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What automatic ownership makes of roles is part of the union of all claims. */
class OwnershipClaimsTest extends LabTest {
  private static final DatabaseSpec DATABASE =
      database(
              "oc_orders",
              Map.of(
                  "schemas", List.of(Map.of("name", "app")),
                  "ownership", Map.of("autoOwnership", true, "dropOnDelete", true)))
          .build();
  private static final String OWNER = "db_oc_orders_owner";
  private static final String APP = "db_oc_orders_app";

  @BeforeEach
  void make() {
    converge(lab.databases(), DATABASE);
  }

  @AfterEach
  void drop() {
    assertThat(Lab.remove(lab.databases(), DATABASE, DropMode.FORCE).failure()).isEmpty();
  }

  private static UserSpec.Builder app() {
    return UserSpec.builder(APP, Lab.owner("app-user"))
        .section(Lab.section(Map.of("connectionLimit", 7)))
        .password(SecretText.of(Lab.PASSWORD), false);
  }

  @Test
  void theApplicationsLoginMayHaveAManifestOfItsOwn() {
    assertThat(failure(() -> lab.users().plan(app().build())).kind()).isEqualTo(ErrorKind.CONFLICT);
    UserSpec.Builder asking = app().others(List.of(Claim.of(DATABASE)));

    assertThat(paths(lab.users().plan(asking.build())))
        .contains("ownershipRecord", "connectionLimit");
    assertThat(paths(lab.users().plan(asking.build()))).doesNotContain("inRoles.extra");
    Lab.apply(lab.users(), asking.build());
    UserSpec settled = asking.password(SecretText.of(Lab.PASSWORD), true).build();
    assertThat(lab.users().plan(settled).changes()).isEmpty();
    assertThat(lab.databases().plan(DATABASE).changes()).isEmpty();

    assertThat(Lab.remove(lab.databases(), DATABASE, DropMode.DROP).failure()).isEmpty();
    assertThat(lab.users().names()).as("it is the login's manifest's now").contains(APP);
    assertThat(Lab.remove(lab.users(), settled, DropMode.DROP).failure()).isEmpty();
    assertThat(lab.users().names()).doesNotContain(APP, OWNER);
  }

  @Test
  void anotherTenantsManifestGetsNothingOfThePair() {
    Owner stranger = new Owner("cluster-1", "default", "team-b", "app-user", "uid-b");
    UserSpec asking =
        UserSpec.builder(APP, stranger)
            .section(Section.empty("spec.postgres"))
            .password(SecretText.of(Lab.PASSWORD), false)
            .others(List.of(Claim.of(DATABASE)))
            .build();
    assertThat(failure(() -> lab.users().plan(asking)).kind()).isEqualTo(ErrorKind.CONFLICT);
  }

  @Test
  void theMembershipOfThePairIsNobodysDrift() {
    GrantDesk desk = desk(APP).asks(Map.of("roles", List.of("oc_reader")));
    converge(roles(lab), role("oc_reader", Map.of()).build());
    assertThat(desk.drift()).containsExactly("roles.extra " + OWNER);

    desk.beside(Claim.of(DATABASE)).converge();

    assertThat(desk.drift()).isEmpty();
    assertThat(desk.remove(DropMode.DROP).failure()).isEmpty();
    assertThat(lab.databases().plan(DATABASE).changes()).isEmpty();
    assertThat(Lab.remove(roles(lab), role("oc_reader", Map.of()).build(), DropMode.DROP).failure())
        .isEmpty();
  }

  @Test
  void theDefaultPrivilegesOfThePairAreNobodysDrift() {
    GrantDesk desk = desk(APP).asks(later(OWNER, "TRUNCATE"));
    assertThat(desk.drift()).isNotEmpty();
    desk.beside(Claim.of(DATABASE)).converge();
    assertThat(desk.drift()).isEmpty();
    assertThat(desk.remove(DropMode.DROP).failure()).isEmpty();
    assertThat(lab.databases().plan(DATABASE).changes()).isEmpty();

    GrantDesk ofOwner = desk(OWNER).asks(later(APP, "TRIGGER"));
    assertThat(ofOwner.drift()).isNotEmpty();
    ofOwner.beside(Claim.of(DATABASE)).converge();
    assertThat(ofOwner.drift()).isEmpty();
    assertThat(ofOwner.remove(DropMode.DROP).failure()).isEmpty();
  }

  @Test
  void whatADatabasesManifestGivesLaterIsNobodysDrift() {
    RoleSpec reader = role("oc_later", Map.of()).build();
    converge(roles(lab), reader);
    DatabaseSpec giving =
        database(
                "oc_orders",
                Map.of(
                    "schemas",
                    List.of(Map.of("name", "app")),
                    "ownership",
                    Map.of("autoOwnership", true, "dropOnDelete", true),
                    "defaultPrivileges",
                    List.of(
                        Map.of(
                            "role", "oc_later",
                            "schema", "app",
                            "objectType", "tables",
                            "privileges", List.of("SELECT")))))
            .build();
    converge(lab.databases(), giving);
    GrantDesk desk = desk("oc_later").asks(later(OWNER, "INSERT"));
    assertThat(desk.drift()).isNotEmpty();
    desk.beside(Claim.of(giving)).converge();
    assertThat(desk.drift()).isEmpty();
    assertThat(desk.remove(DropMode.DROP).failure()).isEmpty();
    assertThat(lab.databases().plan(giving).changes()).isEmpty();
    assertThat(Lab.remove(lab.databases(), DATABASE, DropMode.FORCE).failure()).isEmpty();
    assertThat(Lab.remove(roles(lab), reader, DropMode.DROP).failure()).isEmpty();
  }

  private GrantDesk desk(String grantee) {
    return new GrantDesk(lab, grantee)
        .granteeAsks(Claim.of(Kind.USER, Lab.owner(grantee), Section.empty("spec.postgres")));
  }

  private static Map<String, Object> later(String creator, String privilege) {
    return Map.of(
        "defaultPrivileges",
        List.of(
            Map.of(
                "database", "oc_orders",
                "schema", "app",
                "grantedBy", creator,
                "objectType", "tables",
                "privileges", List.of(privilege))));
  }
}
