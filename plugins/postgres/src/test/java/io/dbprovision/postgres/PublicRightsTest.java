package io.dbprovision.postgres;

import static io.dbprovision.postgres.Lab.converge;
import static io.dbprovision.postgres.Lab.database;
import static io.dbprovision.postgres.Lab.failure;
import static io.dbprovision.postgres.Lab.paths;
import static io.dbprovision.postgres.Lab.withPassword;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What everybody may do in a database, and what the manifest says of it. */
class PublicRightsTest extends LabTest {
  private static final String NAME = "d_public";
  private static final String OWNER = "d_public_owner";
  private static final Map<String, Object> CLOSED =
      Map.of("revokePublic", Map.of("database", true, "schemaPublic", true));

  @BeforeEach
  void someonesDatabase() {
    converge(lab.users(), withPassword(OWNER, Map.of()));
    converge(lab.users(), withPassword("d_public_guest", Map.of()));
    converge(lab.databases(), spec(Map.of(), List.of()));
  }

  @AfterEach
  void dropAll() {
    Lab.remove(lab.databases(), spec(Map.of(), List.of()), DropMode.FORCE);
    Lab.remove(lab.users(), withPassword(OWNER, Map.of()), DropMode.DROP);
    Lab.remove(lab.users(), withPassword("d_public_guest", Map.of()), DropMode.DROP);
  }

  @Test
  void everybodyIsShutOutAndLetInAgain() {
    String before = rights();
    assertThat(before).isEqualTo("CONNECT,TEMPORARY | USAGE");
    assertThat(guestGetsIn()).isTrue();

    Plan closing = converge(lab.databases(), spec(CLOSED, List.of()));

    assertThat(closing.changes())
        .extracting(change -> change.path() + " " + change.actual())
        .containsExactly(
            "revokePublic.database CONNECT",
            "revokePublic.database TEMPORARY",
            "revokePublic.schemaPublic USAGE");
    assertThat(rights()).isEqualTo(" | ");
    assertThat(guestGetsIn()).isFalse();
    Collection<ChangeId> claims = claims(closing);
    assertThat(claims).hasSize(3);
    assertThat(lab.databases().plan(spec(CLOSED, claims)).claims())
        .as("they stay on record")
        .containsExactlyInAnyOrderElementsOf(claims);

    Plan opening = converge(lab.databases(), spec(Map.of(), claims));

    assertThat(opening.changes()).extracting(Change::id).containsExactlyElementsOf(claims);
    assertThat(opening.changes()).allMatch(change -> change.cause() == Cause.EXTRA);
    assertThat(opening.claims()).isEmpty();
    assertThat(rights()).isEqualTo(before);
    assertThat(guestGetsIn()).isTrue();
  }

  @Test
  void aNewDatabaseIsClosedInTheSamePassAndItsFirstPlanSaysSo() {
    Lab.remove(lab.databases(), spec(Map.of(), List.of()), DropMode.FORCE);

    Plan creating = converge(lab.databases(), spec(CLOSED, List.of()));

    assertThat(creating.changes())
        .extracting(change -> change.path() + " " + change.actual())
        .containsExactly(
            "database ",
            "revokePublic.schemaPublic USAGE",
            "revokePublic.database CONNECT",
            "revokePublic.database TEMPORARY");
    assertThat(rights()).isEqualTo(" | ");
    assertThat(guestGetsIn()).isFalse();
  }

  @Test
  void aTemplateWithoutTheSchemaLeavesNothingToClose() {
    DatabaseSpec bare = database("d_public_bare", Map.of("isTemplate", true)).build();
    converge(lab.databases(), bare);
    lab.server.execute("d_public_bare", "DROP SCHEMA public");
    DatabaseSpec copy =
        database(
                "d_public_copy",
                Map.of("template", "d_public_bare", "revokePublic", Map.of("schemaPublic", true)))
            .build();

    assertThat(paths(converge(lab.databases(), copy)))
        .containsExactly("database", "revokePublic.schemaPublic");

    assertThat(Lab.remove(lab.databases(), copy, DropMode.FORCE).failure()).isEmpty();
    assertThat(Lab.remove(lab.databases(), bare, DropMode.FORCE).failure()).isEmpty();
  }

  @Test
  void oneCanBeClosedWithoutTheOther() {
    converge(lab.databases(), spec(Map.of("revokePublic", Map.of("database", true)), List.of()));
    assertThat(rights()).isEqualTo(" | USAGE");
  }

  @Test
  void whatWasNeverTakenIsNotGiven() {
    lab.server.execute("postgres", "REVOKE CONNECT ON DATABASE " + NAME + " FROM PUBLIC");
    DatabaseSpec off = spec(Map.of("revokePublic", Map.of("database", false)), List.of());
    assertThat(lab.databases().plan(off).isEmpty()).isTrue();
  }

  @Test
  void onlyWhatWasTakenIsGivenBack() {
    lab.server.execute("postgres", "REVOKE CONNECT ON DATABASE " + NAME + " FROM PUBLIC");
    Plan closing = converge(lab.databases(), spec(CLOSED, List.of()));
    assertThat(closing.changes())
        .extracting(change -> change.path() + " " + change.actual())
        .containsExactly("revokePublic.database TEMPORARY", "revokePublic.schemaPublic USAGE");

    converge(lab.databases(), spec(Map.of(), claims(closing)));

    assertThat(rights()).isEqualTo("TEMPORARY | USAGE");
    assertThat(guestGetsIn()).isFalse();
  }

  @Test
  void whatEverybodyHadBeyondTheUsualIsGivenBackToo() {
    lab.server.execute(NAME, "GRANT CREATE ON SCHEMA public TO PUBLIC");
    Plan closing = converge(lab.databases(), spec(CLOSED, List.of()));
    assertThat(rights()).isEqualTo(" | ");

    converge(lab.databases(), spec(Map.of(), claims(closing)));

    assertThat(rights()).isEqualTo("CONNECT,TEMPORARY | CREATE,USAGE");
  }

  @Test
  void whatCannotBeLookedAtStaysOnRecord() {
    Plan closing = converge(lab.databases(), spec(CLOSED, List.of()));
    DatabaseSpec shut = spec(Map.of("allowConnections", false), claims(closing));
    converge(lab.databases(), shut);
    Collection<ChangeId> left = lab.databases().plan(shut).claims();
    assertThat(left)
        .extracting(ChangeId::value)
        .containsExactly("revokePublic.schemaPublic.extra:USAGE");

    DatabaseSpec open = spec(Map.of("allowConnections", true), left);
    Lab.apply(lab.databases(), open);
    assertThat(paths(converge(lab.databases(), open))).containsExactly("revokePublic.schemaPublic");
    assertThat(rights()).isEqualTo("CONNECT,TEMPORARY | USAGE");
  }

  @Test
  void whatIsGivenBehindOurBackIsSeen() {
    converge(lab.databases(), spec(CLOSED, List.of()));
    lab.server.execute("postgres", "GRANT TEMPORARY ON DATABASE " + NAME + " TO PUBLIC");
    lab.server.execute(NAME, "GRANT CREATE ON SCHEMA public TO PUBLIC");

    Plan drift = lab.databases().plan(spec(CLOSED, List.of()));

    assertThat(drift.changes())
        .extracting(change -> change.path() + " " + change.actual())
        .containsExactly("revokePublic.database TEMPORARY", "revokePublic.schemaPublic CREATE");
    converge(lab.databases(), spec(CLOSED, List.of()));
    assertThat(rights()).isEqualTo(" | ");
  }

  @Test
  void aSchemaInOtherHandsIsRefusedNotWarnedAbout() {
    lab.server.execute(NAME, "ALTER SCHEMA public OWNER TO postgres");

    EngineException refusal = failure(() -> lab.databases().plan(spec(CLOSED, List.of())));

    assertThat(refusal.kind()).isEqualTo(ErrorKind.PERMISSION);
    assertThat(refusal.path()).contains("spec.postgres.revokePublic.schemaPublic");
    assertThat(refusal).hasMessageContaining("\"postgres\"");
  }

  @Test
  void aSchemaThatIsNotThereNeedsNothing() {
    lab.server.execute(NAME, "DROP SCHEMA public");
    converge(
        lab.databases(), spec(Map.of("revokePublic", Map.of("schemaPublic", true)), List.of()));
  }

  private static DatabaseSpec spec(Map<String, Object> options, Collection<ChangeId> issued) {
    return database(NAME, options).databaseOwner(OWNER).issued(Set.copyOf(issued)).build();
  }

  private static List<ChangeId> claims(Plan plan) {
    return plan.changes().stream().flatMap(change -> change.claim().stream()).toList();
  }

  private boolean guestGetsIn() {
    try (Connection connection = lab.server.connect("d_public_guest", Lab.PASSWORD, NAME)) {
      return connection.isValid(5);
    } catch (SQLException e) {
      return false;
    }
  }

  /** Of the database and of the schema. */
  private String rights() {
    return ask(
            "postgres", "coalesce(datacl, acldefault('d', datdba))", "pg_database", "datname", NAME)
        + " | "
        + ask(
            NAME,
            "coalesce(nspacl, acldefault('n', nspowner))",
            "pg_namespace",
            "nspname",
            "public");
  }

  private String ask(String in, String acl, String catalog, String column, String name) {
    return String.join(
        ",",
        lab.server.ask(
            in,
            "SELECT a.privilege_type FROM %s, aclexplode(%s) a WHERE %s = '%s' AND a.grantee = 0 ORDER BY 1"
                .formatted(catalog, acl, column, name)));
  }
}
