package io.dbprovision.postgres;

import static io.dbprovision.postgres.GrantDesk.grants;
import static io.dbprovision.postgres.Lab.converge;
import static io.dbprovision.postgres.Lab.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.Roles;
import io.dbprovision.spi.UserSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What nobody has on record is not for the guests of a server to give themselves. */
class GuestsTest extends LabTest {
  private static final String STRAY = "gu_stray";
  private static final String FIELD = "spec.postgres.grants[0].database";
  private static final Owner CLUSTER_WIDE = new Owner("cluster-1", "default", "", "c", "uid-c");

  private Lab shared;

  @BeforeEach
  void made() {
    shared = Lab.ofOthers(major, Map.of());
    lab.server.execute("postgres", "CREATE DATABASE gu_stray OWNER dbops_admin");
    lab.server.execute(
        STRAY, "CREATE TABLE notes (id int)", "ALTER TABLE notes OWNER TO dbops_admin");
    converge(lab.users(), Lab.withPassword("gu_guest", Map.of()));
  }

  @AfterEach
  void removed() {
    shared.close();
    lab.server.execute("postgres", "DROP DATABASE gu_stray WITH (FORCE)");
    for (String role : List.of("gu_guest", "gu_hand", "gu_over", "gu_plain")) {
      lab.server.execute("postgres", "DROP ROLE IF EXISTS " + role);
    }
  }

  private static Map<String, Object> connect() {
    return grants(Map.of("database", STRAY, "privileges", List.of("CREATE")));
  }

  private List<String> held() {
    return GrantSite.held(lab.server, STRAY, "gu_guest");
  }

  @Test
  void aGrantOnADatabaseThatNobodyHasOnRecordIsRefusedAtEveryLevel() {
    Map<String, ?> select = Map.of("privileges", List.of("SELECT"), "schema", "public");
    for (Map<String, ?> what :
        List.of(
            Map.of("privileges", List.of("CREATE")),
            Map.of("privileges", List.of("USAGE"), "schema", "public"),
            with(select, "tables", List.of("notes")),
            with(select, "tables", List.of("is_not_there_yet")),
            with(select, "tables", List.of("*")),
            with(select, "sequences", List.of("*")))) {
      refused(new GrantDesk(shared, "gu_guest"), grants(with(what, "database", STRAY)), FIELD);
      refused(new GrantDesk(shared, "gu_guest"), grants(what), FIELD); // that of the connection
    }
    assertThat(held()).isEmpty();
    Map<String, Object> inline = connect();
    RoleSpec role =
        RoleSpec.builder("gu_plain", Lab.owner("gu_plain")).section(Lab.section(inline)).build();
    EngineException refused =
        failure(() -> shared.session.capability(Roles.class).orElseThrow().plan(role));
    assertThat(refused.kind()).isEqualTo(ErrorKind.PERMISSION);
    assertThat(refused.path()).contains(FIELD);
  }

  private static Map<String, Object> with(Map<String, ?> entry, String key, Object value) {
    Map<String, Object> all = new HashMap<>(entry);
    all.put(key, value);
    return all;
  }

  private static void refused(GrantDesk desk, Map<String, ?> block, String field) {
    EngineException refused = failure(desk.asks(block)::plan);
    assertThat(refused.kind()).as(block.toString()).isEqualTo(ErrorKind.PERMISSION);
    assertThat(refused.path()).contains(field);
    assertThat(refused).hasMessageContaining("spec.postgres.allowedDatabases: [");
  }

  @Test
  void theInstanceAllowsItByNameOrAltogetherAndItsOwnNamespaceAndTheClusterNeedNoLeave() {
    for (String name : List.of(STRAY, "*")) {
      try (Lab open = Lab.ofOthers(major, Map.of("allowedDatabases", List.of(name)))) {
        GrantDesk desk = new GrantDesk(open, "gu_guest");
        desk.asks(connect()).converge();
        assertThat(held()).hasSize(1);
        desk.asks(Map.of()).converge();
        assertThat(held()).isEmpty();
      }
    }
    try (Lab open = Lab.ofOthers(major, Map.of("allowedDatabases", List.of("gu_other")))) {
      refused(new GrantDesk(open, "gu_guest"), connect(), FIELD);
    }
    Owner host = new Owner("cluster-1", "default", "team-z", "g", "uid-g");
    for (Owner asker : List.of(host, CLUSTER_WIDE)) {
      new GrantDesk(shared, "gu_guest", asker).asks(connect()).converge();
      lab.server.execute("postgres", "REVOKE CREATE ON DATABASE gu_stray FROM gu_guest");
    }
  }

  @Test
  void aDatabaseThatWasAdoptedIsItsOwnersAlone() {
    DatabaseSpec adopted =
        Lab.database(STRAY, Map.of())
            .databaseOwner("dbops_admin")
            .provenance(Provenance.adopted(null))
            .build();
    Lab.apply(lab.databases(), adopted);
    new GrantDesk(shared, "gu_guest").asks(connect()).converge();
    Owner stranger = new Owner("cluster-1", "default", "team-b", "s", "uid-s");
    EngineException refused =
        failure(new GrantDesk(shared, "gu_guest", stranger).asks(connect())::plan);
    assertThat(refused.kind()).isEqualTo(ErrorKind.CONFLICT);
  }

  @Test
  void whatTheGranteeHasAlreadyStaysAndGoesWithItsGrant() {
    GrantDesk desk = new GrantDesk(lab, "gu_guest");
    desk.asks(connect()).converge();
    GrantDesk now = new GrantDesk(shared, "gu_guest");
    now.issued = desk.issued;
    now.asks(connect());
    assertThat(now.plan().changes()).isEmpty();
    now.asks(grants(Map.of("database", STRAY, "privileges", List.of("CREATE", "TEMPORARY"))));
    assertThat(failure(now::plan).kind()).isEqualTo(ErrorKind.PERMISSION);
    now.asks(Map.of()).converge();
    assertThat(held()).isEmpty();
  }

  @Test
  void aRoleThatPeopleMadeIsNoWayThere() {
    lab.server.execute(
        "postgres",
        "CREATE ROLE gu_plain",
        "CREATE ROLE gu_hand",
        "CREATE ROLE gu_over",
        "GRANT gu_hand TO gu_over",
        "GRANT gu_plain, gu_over, gu_hand TO dbops_admin WITH ADMIN OPTION");
    lab.server.execute(STRAY, "GRANT SELECT ON notes TO gu_hand");
    for (String role : List.of("gu_hand", "gu_over")) {
      EngineException byGrant =
          failure(new GrantDesk(shared, "gu_guest").asks(Map.of("roles", List.of(role)))::plan);
      assertThat(byGrant.kind()).as(role).isEqualTo(ErrorKind.PERMISSION);
      assertThat(byGrant)
          .hasMessageContaining("\"gu_stray\", which nobody has on record")
          .hasMessageContaining("spec.postgres.allowedRoles");
      UserSpec member = Lab.withPassword("gu_guest", Map.of("inRoles", List.of(role)));
      assertThat(failure(() -> shared.users().plan(member)).path())
          .contains("spec.postgres.inRoles[0]");
      DatabaseSpec owned = Lab.database("gu_new", Map.of()).databaseOwner(role).build();
      assertThat(failure(() -> shared.databases().plan(owned)).path()).contains("spec.owner");
    }
    new GrantDesk(shared, "gu_guest").asks(Map.of("roles", List.of("gu_plain"))).converge();
    lab.server.execute("postgres", "GRANT gu_hand TO gu_guest");
    assertThat(
            new GrantDesk(shared, "gu_guest")
                .asks(Map.of("roles", List.of("gu_hand", "gu_plain")))
                .plan()
                .changes())
        .as("it is its member already")
        .isEmpty();
    new GrantDesk(lab, "gu_guest").asks(Map.of("roles", List.of("gu_over"))).converge();
  }
}
