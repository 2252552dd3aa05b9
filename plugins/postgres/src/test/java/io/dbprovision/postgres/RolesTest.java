package io.dbprovision.postgres;

import static io.dbprovision.postgres.Lab.converge;
import static io.dbprovision.postgres.Lab.failure;
import static io.dbprovision.postgres.Lab.owner;
import static io.dbprovision.postgres.Lab.paths;
import static io.dbprovision.postgres.RoleSpecs.role;
import static io.dbprovision.postgres.RoleSpecs.roles;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.OwnedObjects;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.Risk;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.Roles;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RolesTest extends LabTest {
  private static final String COMMENT =
      "SELECT shobj_description(oid, 'pg_authid') FROM pg_roles WHERE rolname = ";
  private static final String ATTRIBUTES =
      "SELECT concat_ws(' ', rolcanlogin, rolinherit, rolcreatedb, rolcreaterole, rolsuper,"
          + " rolreplication, rolbypassrls, rolconnlimit, rolvaliduntil AT TIME ZONE 'UTC',"
          + " rolconfig) FROM pg_roles WHERE rolname = ";

  private List<String> attributes(String role) {
    return lab.server.ask("postgres", ATTRIBUTES + TestServer.literal(role));
  }

  private List<String> comment(String role) {
    return lab.server.ask("postgres", COMMENT + TestServer.literal(role));
  }

  private void byHand(String role, String... more) {
    lab.server.execute(
        "postgres",
        "DROP ROLE IF EXISTS " + role,
        "CREATE ROLE " + role,
        "GRANT " + role + " TO dbops_admin WITH ADMIN OPTION");
    lab.server.execute("postgres", more);
  }

  @Test
  void aMissingRoleIsMadeThatNobodyLogsInAs() {
    Plan plan = converge(roles(lab), role("ro_new", Map.of()).comment("the readers").build());

    assertThat(plan.exists()).isFalse();
    assertThat(plan.changes()).extracting(Change::id).containsExactly(new ChangeId("create"));
    assertThat(plan.changes().getFirst().cause()).isEqualTo(Cause.MISSING);
    assertThat(paths(plan)).containsExactly("roleName");
    assertThat(plan.changes().getFirst().summary()).isEqualTo("create the role ro_new");
    assertThat(attributes("ro_new")).containsExactly("f t f f f f f -1");
    assertThat(
            lab.server.ask(
                "postgres", "SELECT rolpassword FROM pg_authid WHERE rolname = 'ro_new'"))
        .containsExactly("null");
    assertThat(comment("ro_new")).allMatch(text -> text.startsWith("the readers [dbops:1 "));
    assertThat(
            lab.session
                .capability(OwnershipRecord.class)
                .orElseThrow()
                .ownerOf(Kind.ROLE, "ro_new"))
        .contains(owner("ro_new"));
    assertThat(roles(lab).names()).contains("ro_new");
  }

  @Test
  void everyFieldThatANonSuperuserMaySetIsSetAndSetBack() {
    byHand("ro_group");
    try (Lab open = Lab.on(major, Map.of("allowedAttributes", List.of("createRole")))) {
      RoleSpec full =
          role(
                  "ro_all",
                  Map.ofEntries(
                      Map.entry("login", true),
                      Map.entry("inherit", false),
                      Map.entry("createDB", true),
                      Map.entry("createRole", true),
                      Map.entry("superuser", false),
                      Map.entry("replication", false),
                      Map.entry("bypassRLS", false),
                      Map.entry("inRoles", List.of("ro_group")),
                      Map.entry("connectionLimit", 7),
                      Map.entry("validUntil", "2031-05-06T07:08:09Z"),
                      Map.entry("configParameters", Map.of("work_mem", "8MB"))))
              .build();
      converge(roles(open), full);
      assertThat(attributes("ro_all"))
          .containsExactly("t f t t f f f 7 2031-05-06 07:08:09 {work_mem=8MB}");

      Plan back =
          converge(
              roles(open),
              role("ro_all", Map.of("login", false)).issued(issued(roles(open), full)).build());

      assertThat(paths(back))
          .containsExactlyInAnyOrder(
              "login",
              "inherit",
              "createdb",
              "createrole",
              "connectionLimit",
              "validUntil",
              "inRoles.extra",
              "configParameters.work_mem");
      assertThat(attributes("ro_all")).containsExactly("f t f f f f f -1 infinity");

      converge(roles(open), full);
      assertThat(attributes("ro_all"))
          .containsExactly("t f t t f f f 7 2031-05-06 07:08:09 {work_mem=8MB}");
    }
  }

  private static Set<ChangeId> issued(Roles roles, RoleSpec spec) {
    return Set.copyOf(roles.plan(spec).claims());
  }

  @Test
  void whatWasChangedByHandIsReportedUnderItsPathAndPutRight() {
    RoleSpec spec = role("ro_drift", Map.of("inherit", true)).comment("ours").build();
    converge(roles(lab), spec);
    lab.server.execute(
        "postgres",
        "ALTER ROLE ro_drift LOGIN NOINHERIT CREATEDB CREATEROLE",
        "ALTER ROLE ro_drift CONNECTION LIMIT 3",
        "ALTER ROLE ro_drift SET role = 'dbops_admin'");

    Plan drift = converge(roles(lab), spec);

    assertThat(paths(drift))
        .containsExactlyInAnyOrder(
            "login",
            "inherit",
            "createdb",
            "createrole",
            "connectionLimit",
            "configParameters.role");
    assertThat(drift.changes()).extracting(Change::risk).containsOnly(Risk.SAFE);
    assertThat(attributes("ro_drift")).containsExactly("f t f f f f f -1");
  }

  @Test
  void whatOnlyASuperuserMayNameIsNamedOnlyWhereItDiffers() {
    RoleSpec spec = role("ro_super", Map.of("createDB", false)).build();
    converge(roles(lab), spec);
    lab.server.execute("postgres", "ALTER ROLE ro_super SUPERUSER REPLICATION BYPASSRLS CREATEDB");
    try {
      Plan drift = roles(lab).plan(spec);
      assertThat(paths(drift))
          .containsExactlyInAnyOrder("superuser", "createdb", "replication", "bypassrls");
      assertThat(drift.changes())
          .filteredOn(change -> change.path().equals("superuser"))
          .extracting(Change::risk)
          .containsExactly(Risk.DESTRUCTIVE);
      Applied applied = roles(lab).apply(drift, Lab.all(drift));
      assertThat(applied.failure().orElseThrow().kind()).isEqualTo(ErrorKind.PERMISSION);
      assertThat(applied.failure().orElseThrow().path())
          .as("our login is no superuser: the field that it could not put right is named")
          .contains("spec.postgres.superuser");
    } finally {
      lab.server.execute("postgres", "ALTER ROLE ro_super NOSUPERUSER NOREPLICATION NOBYPASSRLS");
    }
    converge(roles(lab), spec);
  }

  @Test
  void whatReachesBeyondATenantNeedsTheInstancesConsent() {
    for (String field : List.of("superuser", "replication", "bypassRLS", "createRole")) {
      EngineException refused =
          failure(() -> roles(lab).plan(role("ro_power", Map.of(field, true)).build()));
      assertThat(refused.kind()).isEqualTo(ErrorKind.PERMISSION);
      assertThat(refused.path()).contains("spec.postgres." + field);
    }
    try (Lab open =
        Lab.on(
            major, Map.of("allowedAttributes", List.of("superuser", "replication", "bypassRLS")))) {
      for (String field : List.of("superuser", "replication", "bypassRLS")) {
        EngineException refused =
            failure(() -> roles(open).plan(role("ro_power", Map.of(field, true)).build()));
        assertThat(refused.kind())
            .as("the login's own rights are the limit")
            .isEqualTo(ErrorKind.PERMISSION);
        assertThat(refused.path()).contains("spec.postgres." + field);
      }
    }
    assertThat(roles(lab).names()).doesNotContain("ro_power");
  }

  @Test
  void withoutABlockAnExistingRoleKeepsWhatItHas() {
    converge(roles(lab), role("ro_keep", Map.of("createDB", true, "login", true)).build());
    assertThat(roles(lab).plan(role("ro_keep", Map.of()).build()).isEmpty()).isTrue();
  }

  @Test
  void aRoleOfSomebodyElseIsAConflictAndIsNeverTouched() {
    byHand("ro_theirs");
    EngineException nobody = failure(() -> roles(lab).plan(role("ro_theirs", Map.of()).build()));
    assertThat(nobody.kind()).isEqualTo(ErrorKind.CONFLICT);
    assertThat(nobody.path()).contains("spec.roleName");

    converge(roles(lab), role("ro_owned", Map.of()).build());
    RoleSpec thief =
        RoleSpec.builder("ro_owned", new Owner("cluster-1", "default", "team-b", "x", "uid-b"))
            .build();
    assertThat(failure(() -> roles(lab).plan(thief)))
        .hasMessageContaining("recorded for team-a/ro_owned");
    assertThat(roles(lab).removal(thief, DropMode.FORCE).isEmpty()).isTrue();
    assertThat(roles(lab).names()).contains("ro_theirs", "ro_owned");
  }

  @Test
  void anAdoptedRoleKeepsItsCommentAndWhatTheManifestDoesNotSpeakOf() {
    byHand("ro_adopt", "ALTER ROLE ro_adopt CREATEDB", "COMMENT ON ROLE ro_adopt IS 'by hand'");
    RoleSpec spec = role("ro_adopt", Map.of()).provenance(Provenance.adopted(null)).build();

    assertThat(paths(converge(roles(lab), spec))).containsExactly("ownershipRecord");
    assertThat(comment("ro_adopt")).allMatch(text -> text.startsWith("by hand [dbops:1 "));
    assertThat(attributes("ro_adopt")).containsExactly("f t t f f f f -1");

    assertThat(Lab.remove(roles(lab), spec, DropMode.RETAIN).failure()).isEmpty();
    assertThat(comment("ro_adopt")).containsExactly("by hand");
  }

  @Test
  void aRoleThatOwnsSomethingIsNotDroppedAndNothingOfItIsLost() {
    RoleSpec spec = role("ro_owner", Map.of()).build();
    converge(roles(lab), spec);
    lab.server.execute(
        "postgres", "CREATE TABLE ro_owned ()", "ALTER TABLE ro_owned OWNER TO ro_owner");
    try {
      assertThat(lab.session.capability(OwnedObjects.class).orElseThrow().ownedBy("ro_owner", 10))
          .extracting(OwnedObjects.OwnedObject::name)
          .containsExactly("ro_owned");
      Applied applied = Lab.remove(roles(lab), spec, DropMode.DROP);
      assertThat(applied.failure().orElseThrow().kind()).isEqualTo(ErrorKind.CONFLICT);
      assertThat(applied.failure().orElseThrow()).hasMessageContaining("REASSIGN OWNED BY");
      assertThat(applied.failure().orElseThrow().path()).contains("spec.roleName");
    } finally {
      lab.server.execute("postgres", "DROP TABLE ro_owned");
    }
    assertThat(Lab.remove(roles(lab), spec, DropMode.DROP).failure()).isEmpty();
    assertThat(roles(lab).names()).doesNotContain("ro_owner");
  }

  @Test
  void aRolesMembersStayWhenItGoes() {
    RoleSpec spec = role("ro_leaver", Map.of()).build();
    converge(roles(lab), spec);
    converge(roles(lab), RoleSpecs.member("ro_stays", "ro_leaver"));

    assertThat(Lab.remove(roles(lab), spec, DropMode.DROP).failure()).isEmpty();

    assertThat(roles(lab).names()).contains("ro_stays").doesNotContain("ro_leaver");
  }

  @Test
  void hostileNamesStayNames() {
    for (String name : HostileTexts.ALL) {
      Owner owner = owner("hostile-" + HostileTexts.ALL.indexOf(name));
      RoleSpec spec =
          RoleSpec.builder(name, owner)
              .comment(name + " [dbops:1 x/y z/w v]")
              .section(Lab.section(Map.of("configParameters", Map.of("application_name", name))))
              .build();
      converge(roles(lab), spec);
      assertThat(roles(lab).names()).contains(name);
      RoleSpec member = RoleSpecs.member("ro_member", name);
      converge(roles(lab), member);
      assertThat(Lab.remove(roles(lab), member, DropMode.DROP).failure()).isEmpty();
      assertThat(Lab.remove(roles(lab), spec, DropMode.DROP).failure()).isEmpty();
      assertThat(roles(lab).names()).doesNotContain(name);
    }
  }

  @Test
  void reservedAndOversizedNamesAreInvalid() {
    for (String name : List.of("postgres", "pg_x", "dbops_admin", "_dbops_x", "ä".repeat(32))) {
      EngineException refused = failure(() -> roles(lab).plan(role(name, Map.of()).build()));
      assertThat(refused.kind()).as(name).isEqualTo(ErrorKind.INVALID);
      assertThat(refused.path()).contains("spec.roleName");
      assertThat(roles(lab).removal(role(name, Map.of()).build(), DropMode.FORCE).isEmpty())
          .isTrue();
    }
  }
}
