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

    assertThat(paths(closing))
        .containsExactly("revokePublic.database", "revokePublic.schemaPublic");
    assertThat(closing.changes()).allMatch(change -> change.cause() == Cause.ABSENT);
    assertThat(rights()).isEqualTo(" | ");
    assertThat(guestGetsIn()).isFalse();
    Collection<ChangeId> claims = lab.databases().plan(spec(CLOSED, List.of())).claims();
    assertThat(claims).hasSize(2);

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
            "revokePublic.database CONNECT, TEMPORARY");
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
