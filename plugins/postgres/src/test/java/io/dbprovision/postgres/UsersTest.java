package io.dbprovision.postgres;

import static io.dbprovision.postgres.Lab.PASSWORD;
import static io.dbprovision.postgres.Lab.converge;
import static io.dbprovision.postgres.Lab.failure;
import static io.dbprovision.postgres.Lab.owner;
import static io.dbprovision.postgres.Lab.paths;
import static io.dbprovision.postgres.Lab.user;
import static io.dbprovision.postgres.Lab.withPassword;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.Remedy;
import io.dbprovision.spi.Risk;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.UserSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UsersTest extends LabTest {
  @Test
  void aMissingLoginIsMadeWithItsPasswordAndItsRecord() {
    Plan plan = converge(lab.users(), withPassword("u_new", Map.of()));

    assertThat(plan.exists()).isFalse();
    assertThat(plan.changes().getFirst().id()).isEqualTo(new ChangeId("create"));
    assertThat(plan.changes().getFirst().cause()).isEqualTo(Cause.MISSING);
    assertThat(lab.server.letsIn("u_new", PASSWORD)).isTrue();
    assertThat(lab.server.letsIn("u_new", "wrong")).isFalse();
    assertThat(
            lab.session.capability(OwnershipRecord.class).orElseThrow().ownerOf(Kind.USER, "u_new"))
        .contains(owner("u_new"));
    assertThat(lab.users().names()).contains("u_new");
  }

  @Test
  void everyAttributeThatANonSuperuserMayGiveIsGivenAndTakenAgain() {
    lab.server.execute(
        "postgres",
        "DROP ROLE IF EXISTS u_group",
        "CREATE ROLE u_group NOLOGIN",
        "GRANT u_group TO dbops_admin WITH ADMIN OPTION");
    converge(
        lab.users(),
        withPassword(
            "u_all",
            Map.of(
                "connectionLimit",
                7,
                "validUntil",
                "2031-05-06T07:08:09Z",
                "createDB",
                true,
                "inherit",
                false,
                "inRoles",
                List.of("u_group"),
                "defaultRole",
                "u_group",
                "configParameters",
                Map.of(
                    "search_path",
                    "\"$user\", App, public",
                    "work_mem",
                    "8MB",
                    "application_name",
                    "it's \\ ok",
                    "TimeZone",
                    "UTC"))));
    assertThat(
            lab.server.ask(
                "postgres",
                "SELECT rolconnlimit||' '||rolcreatedb||' '||rolinherit||' '||(rolvaliduntil AT TIME ZONE"
                    + " 'UTC') FROM pg_roles WHERE rolname='u_all'"))
        .containsExactly("7 true false 2031-05-06 07:08:09");

    Plan back = converge(lab.users(), withPassword("u_all", Map.of("connectionLimit", -1)));

    assertThat(paths(back))
        .contains(
            "connectionLimit",
            "createdb",
            "inherit",
            "validUntil",
            "inRoles.extra",
            "defaultRole",
            "configParameters.work_mem",
            "configParameters.search_path");
    assertThat(back.changes())
        .filteredOn(c -> c.path().equals("inRoles.extra"))
        .allMatch(c -> c.risk() == Risk.DESTRUCTIVE && c.cause() == Cause.EXTRA);
    assertThat(
            lab.server.ask(
                "postgres",
                "SELECT rolconnlimit||' '||rolcreatedb||' '||rolinherit||' '||rolvaliduntil||' '"
                    + "||coalesce(rolconfig::text,'none') FROM pg_roles WHERE rolname='u_all'"))
        .containsExactly("-1 false true infinity none");
  }

  @Test
  void withoutABlockAnExistingLoginKeepsWhatItHas() {
    converge(lab.users(), withPassword("u_keep", Map.of("createDB", true, "connectionLimit", 3)));
    assertThat(lab.users().plan(withPassword("u_keep", Map.of())).isEmpty()).isTrue();
  }

  @Test
  void aPasswordIsSetWhenTheOperatorSaysItIsNotYet() {
    converge(lab.users(), withPassword("u_pw", Map.of()));
    UserSpec other = user("u_pw", Map.of()).password(SecretText.of("Other-1"), false).build();

    Plan plan = lab.users().plan(other);
    assertThat(paths(plan)).containsExactly("password");
    assertThat(plan.changes().getFirst().expected()).isEqualTo("(set)");
    assertThat(lab.users().apply(plan, Lab.all(plan)).failure()).isEmpty();
    assertThat(lab.server.letsIn("u_pw", "Other-1")).isTrue();
    assertThat(lab.server.letsIn("u_pw", PASSWORD)).isFalse();
  }

  @Test
  void passwordsBeyondAsciiLetTheirOwnersIn() {
    for (String password :
        List.of("pä\u00adss wört", "\u2168 IX ﬁ", "日本語", "\u0627x", "a'b\"c\\d")) {
      UserSpec spec = user("u_uni", Map.of()).password(SecretText.of(password), false).build();
      Plan plan = lab.users().plan(spec);
      assertThat(lab.users().apply(plan, Lab.all(plan)).failure()).isEmpty();
      assertThat(lab.server.letsIn("u_uni", password)).as(password).isTrue();
    }
  }

  @Test
  void withoutAPasswordAMissingLoginIsPlannedButNotMade() {
    UserSpec looking = user("u_look", Map.of()).build();
    Plan plan = lab.users().plan(looking);
    Applied applied = lab.users().apply(plan, Lab.all(plan));

    assertThat(applied.failedChange()).contains(new ChangeId("create"));
    assertThat(lab.users().names()).doesNotContain("u_look");
  }

  @Test
  void applyingOnePlanTwiceIsNoFailure() {
    Plan plan = lab.users().plan(withPassword("u_twice", Map.of("connectionLimit", 5)));
    assertThat(lab.users().apply(plan, Lab.all(plan)).failure()).isEmpty();
    Applied second = lab.users().apply(plan, Lab.all(plan));
    assertThat(second.failure()).isEmpty();
    assertThat(second.done()).containsExactly(new ChangeId("create"));
  }

  @Test
  void aRoleOfSomebodyElseIsAConflictAndIsNeverTouched() {
    lab.server.execute(
        "postgres", "DROP ROLE IF EXISTS u_theirs", "CREATE ROLE u_theirs LOGIN PASSWORD 'theirs'");
    EngineException nobody = failure(() -> lab.users().plan(withPassword("u_theirs", Map.of())));
    assertThat(nobody.kind()).isEqualTo(ErrorKind.CONFLICT);
    assertThat(nobody).hasMessageContaining("no owner on record");
    assertThat(nobody.remedy()).contains(Remedy.ADOPT);

    converge(lab.users(), withPassword("u_owned", Map.of()));
    UserSpec thief =
        UserSpec.builder("u_owned", new Owner("cluster-1", "default", "team-b", "orders", "uid-b"))
            .password(SecretText.of("thief"), false)
            .build();
    assertThat(failure(() -> lab.users().plan(thief)))
        .hasMessageContaining("recorded for team-a/u_owned");
    assertThat(lab.users().removal(thief, DropMode.FORCE).isEmpty()).isTrue();
    assertThat(lab.users().removal(withPassword("u_theirs", Map.of()), DropMode.DROP).isEmpty())
        .isTrue();
    assertThat(lab.server.letsIn("u_theirs", "theirs")).isTrue();
  }

  @Test
  void ownershipIsLookedAtAgainWhenThePlanIsApplied() {
    UserSpec spec = withPassword("u_moved", Map.of("connectionLimit", 1));
    converge(lab.users(), spec);
    Plan plan = lab.users().plan(withPassword("u_moved", Map.of("connectionLimit", 2)));
    Plan drop = lab.users().removal(spec, DropMode.DROP);
    lab.server.execute(
        "postgres", "COMMENT ON ROLE u_moved IS '[dbops:1 cluster-1/default team-b/other uid-b]'");

    assertThat(lab.users().apply(plan, Lab.all(plan)).failure().orElseThrow().kind())
        .isEqualTo(ErrorKind.CONFLICT);
    assertThat(lab.users().apply(drop, Lab.all(drop)).failure().orElseThrow().kind())
        .isEqualTo(ErrorKind.CONFLICT);
    assertThat(lab.users().names()).contains("u_moved");
  }

  @Test
  void anAdoptedRoleKeepsItsCommentAndGetsOurRecord() {
    lab.server.execute(
        "postgres",
        "DROP ROLE IF EXISTS u_adopt",
        "CREATE ROLE u_adopt LOGIN",
        "GRANT u_adopt TO dbops_admin WITH ADMIN OPTION",
        "COMMENT ON ROLE u_adopt IS 'by hand'");
    UserSpec spec = user("u_adopt", Map.of()).provenance(Provenance.adopted(null)).build();
    converge(lab.users(), spec);
    assertThat(
            lab.server.ask(
                "postgres",
                "SELECT shobj_description(oid,'pg_authid') FROM pg_roles WHERE rolname='u_adopt'"))
        .allMatch(comment -> comment.startsWith("by hand [dbops:1 "));

    assertThat(Lab.remove(lab.users(), spec, DropMode.RETAIN).failure()).isEmpty();
    assertThat(
            lab.server.ask(
                "postgres",
                "SELECT shobj_description(oid,'pg_authid') FROM pg_roles WHERE rolname='u_adopt'"))
        .containsExactly("by hand");
  }
}
