package io.dbprovision.postgres;

import static io.dbprovision.postgres.Lab.converge;
import static io.dbprovision.postgres.Lab.database;
import static io.dbprovision.postgres.Lab.paths;
import static io.dbprovision.postgres.RoleSpecs.role;
import static io.dbprovision.postgres.RoleSpecs.roles;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Plan;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Default privileges that a database's manifest lists, and what becomes of those it once did. */
class DatabaseDefaultsTest extends LabTest {
  private static final String NAME = "d_later";
  private static final String MAKER = "d_later_maker";
  private static final String READER = "d_later_reader";
  private static final Map<String, Object> BOTH = entry(READER, "tables", "SELECT", "INSERT");
  private static final Map<String, Object> ONE = entry(READER, "tables", "SELECT");

  @BeforeEach
  void someonesDatabase() {
    lab.server.execute("postgres", "DROP DATABASE IF EXISTS " + NAME + " WITH (FORCE)");
    for (String name : List.of(MAKER, READER)) {
      lab.server.execute("postgres", "DROP ROLE IF EXISTS " + name);
      converge(roles(lab), role(name, Map.of()).build());
    }
    converge(lab.databases(), spec(List.of()).build());
  }

  @AfterEach
  void dropAll() {
    assertThat(Lab.remove(lab.databases(), spec(List.of()).build(), DropMode.FORCE).failure())
        .isEmpty();
    for (String name : List.of(MAKER, READER)) {
      Lab.remove(roles(lab), role(name, Map.of()).build(), DropMode.DROP);
    }
  }

  @Test
  void whatIsTakenOutOfTheListIsTakenAway() {
    Map<String, Object> everybody = entry("PUBLIC", "types", "USAGE");
    Plan giving = converge(lab.databases(), spec(List.of(BOTH, everybody)).build());
    assertThat(giving.changes()).allMatch(change -> change.cause() == Cause.ABSENT).hasSize(3);
    Set<ChangeId> issued = claims(List.of(BOTH, everybody));
    assertThat(giving.changes())
        .extracting(change -> change.claim().orElseThrow())
        .containsExactlyInAnyOrderElementsOf(issued);
    assertThat(given())
        .containsExactlyInAnyOrder(
            "d_later_maker T - USAGE",
            "d_later_maker r d_later_reader INSERT",
            "d_later_maker r d_later_reader SELECT");

    Plan taking = converge(lab.databases(), spec(List.of()).issued(issued).build());

    assertThat(taking.changes()).allMatch(change -> change.cause() == Cause.EXTRA);
    assertThat(taking.changes()).extracting(Change::id).containsExactlyInAnyOrderElementsOf(issued);
    assertThat(given()).isEmpty();
    assertThat(lab.databases().plan(spec(List.of()).issued(issued).build()).claims()).isEmpty();
  }

  @Test
  void onePrivilegeOfTwoGoesAlone() {
    converge(lab.databases(), spec(List.of(BOTH)).build());
    Set<ChangeId> issued = claims(List.of(BOTH));

    Plan taking = converge(lab.databases(), spec(List.of(ONE)).issued(issued).build());

    assertThat(taking.changes())
        .extracting(change -> change.path() + " " + change.actual())
        .containsExactly("defaultPrivileges.extra INSERT");
    assertThat(given()).containsExactly("d_later_maker r d_later_reader SELECT");
  }

  @Test
  void whatSomebodyGaveByHandStays() {
    converge(lab.databases(), spec(List.of(ONE)).build());
    byHand("GRANT DELETE ON TABLES TO " + READER);
    DatabaseSpec none = spec(List.of()).issued(claims(List.of(ONE))).build();

    assertThat(converge(lab.databases(), none).changes()).hasSize(1);

    assertThat(given()).containsExactly("d_later_maker r d_later_reader DELETE");
  }

  @Test
  void whatAGrantAsksForStaysUntilThatIsGone() {
    converge(lab.databases(), spec(List.of(BOTH)).build());
    Set<ChangeId> issued = claims(List.of(BOTH));
    GrantDesk desk = new GrantDesk(lab, READER).asks(granted("SELECT"));
    desk.converge();
    DatabaseSpec.Builder none = spec(List.of()).issued(issued);

    converge(lab.databases(), none.others(List.of(desk.claim().to(READER))).build());
    assertThat(given()).containsExactly("d_later_maker r d_later_reader SELECT");
    Collection<ChangeId> kept = lab.databases().plan(none.build()).claims();
    assertThat(issued).containsAll(kept);
    assertThat(kept).as("what is left is on record").hasSize(1);

    converge(lab.databases(), none.issued(Set.copyOf(kept)).others(List.of()).build());
    assertThat(given()).isEmpty();
  }

  @Test
  void whatTheListAsksForStaysWhenAGrantGoes() {
    DatabaseSpec listing = spec(List.of(ONE)).build();
    converge(lab.databases(), listing);
    GrantDesk desk =
        new GrantDesk(lab, READER).asks(granted("SELECT", "DELETE")).beside(Claim.of(listing));
    desk.converge();
    assertThat(given()).hasSize(2);

    assertThat(desk.remove(DropMode.DROP).failure()).isEmpty();
    assertThat(given()).containsExactly("d_later_maker r d_later_reader SELECT");
    desk.beside();
    assertThat(desk.remove(DropMode.DROP).failure()).isEmpty();
    assertThat(given()).as("nobody lists it any more").isEmpty();
  }

  @Test
  void aClaimThatCannotBeInEffectHoldsNothing() {
    converge(lab.databases(), spec(List.of(ONE)).build());
    Owner stranger = new Owner("cluster-1", "default", "team-b", "theirs", "uid-b");
    Claim foreign = Claim.of(Kind.GRANT, stranger, Lab.section(granted("SELECT"))).to(READER);
    Claim toAnother =
        Claim.of(Kind.GRANT, Lab.owner("ours"), Lab.section(granted("SELECT"))).to(MAKER);
    DatabaseSpec none =
        spec(List.of()).issued(claims(List.of(ONE))).others(List.of(foreign, toAnother)).build();

    converge(lab.databases(), none);

    assertThat(given()).isEmpty();
  }

  @Test
  void aNewOwnerGivesInTheFormersPlace() {
    converge(lab.databases(), spec(List.of(ONE)).build());
    Set<ChangeId> issued = claims(List.of(ONE));

    converge(lab.databases(), spec(List.of(ONE)).databaseOwner(READER).issued(issued).build());

    assertThat(given()).containsExactly("d_later_reader r d_later_reader SELECT");
  }

  @Test
  void rolesThatAreGoneHinderNothing() {
    Map<String, Object> own = entry(MAKER, "tables", "TRUNCATE");
    converge(lab.databases(), spec(List.of(BOTH, own)).build());
    Set<ChangeId> issued = claims(List.of(BOTH, own));
    lab.server.execute(NAME, "DROP OWNED BY " + READER, "DROP ROLE " + READER);
    DatabaseSpec ungranted = spec(List.of(own)).issued(issued).build();
    assertThat(lab.databases().plan(ungranted).changes()).isEmpty();
    assertThat(lab.databases().plan(ungranted).claims()).hasSize(1);

    lab.server.execute(
        NAME, "REASSIGN OWNED BY " + MAKER + " TO dbops_admin", "DROP OWNED BY " + MAKER);
    lab.server.execute("postgres", "DROP ROLE " + MAKER);
    DatabaseSpec unmade = spec(List.of()).databaseOwner(null).issued(issued).build();
    assertThat(lab.databases().plan(unmade).changes()).isEmpty();
    assertThat(lab.databases().plan(unmade).claims()).isEmpty();
  }

  @Test
  void whatCannotBeLookedAtStaysOnRecord() {
    converge(lab.databases(), spec(List.of(ONE)).build());
    Set<ChangeId> issued = claims(List.of(ONE));
    lab.server.execute("postgres", "ALTER DATABASE " + NAME + " ALLOW_CONNECTIONS false");
    DatabaseSpec closed =
        database(NAME, Map.of("allowConnections", false))
            .databaseOwner(MAKER)
            .issued(issued)
            .build();
    assertThat(lab.databases().plan(closed).changes()).isEmpty();
    assertThat(Set.copyOf(lab.databases().plan(closed).claims())).isEqualTo(issued);

    lab.server.execute("postgres", "ALTER DATABASE " + NAME + " ALLOW_CONNECTIONS true");
    converge(lab.databases(), spec(List.of()).issued(issued).build());
    assertThat(given()).isEmpty();
  }

  @Test
  void whatThePairNeedsStays() {
    Map<String, Object> ownership = Map.of("autoOwnership", true, "dropOnDelete", true);
    Map<String, Object> listed =
        Map.of(
            "role",
            "db_d_pair_app",
            "schema",
            "public",
            "objectType",
            "tables",
            "privileges",
            List.of("SELECT", "TRUNCATE"));
    DatabaseSpec listing =
        database("d_pair", Map.of("ownership", ownership, "defaultPrivileges", List.of(listed)))
            .build();
    converge(lab.databases(), database("d_pair", Map.of("ownership", ownership)).build());
    converge(lab.databases(), listing);
    DatabaseSpec plain =
        database("d_pair", Map.of("ownership", ownership))
            .issued(Set.copyOf(lab.databases().plan(listing).claims()))
            .build();

    assertThat(paths(converge(lab.databases(), plain))).containsExactly("defaultPrivileges.extra");

    assertThat(lab.databases().plan(plain).claims()).hasSize(1);
    assertThat(Lab.remove(lab.databases(), plain, DropMode.DROP).failure()).isEmpty();
  }

  private static DatabaseSpec.Builder spec(List<Map<String, Object>> entries) {
    return database(
            NAME, entries.isEmpty() ? Map.of() : Map.of("defaultPrivileges", List.copyOf(entries)))
        .databaseOwner(MAKER);
  }

  private static Map<String, Object> entry(String grantee, String objects, String... privileges) {
    return Map.of(
        "role",
        grantee,
        "schema",
        "public",
        "objectType",
        objects,
        "privileges",
        List.of(privileges));
  }

  private static Map<String, Object> granted(String... privileges) {
    return Map.of(
        "defaultPrivileges",
        List.of(
            Map.of(
                "database",
                NAME,
                "schema",
                "public",
                "grantedBy",
                MAKER,
                "objectType",
                "tables",
                "privileges",
                List.of(privileges))));
  }

  private Set<ChangeId> claims(List<Map<String, Object>> entries) {
    return Set.copyOf(lab.databases().plan(spec(entries).build()).claims());
  }

  private void byHand(String what) {
    lab.server.execute(
        NAME, "ALTER DEFAULT PRIVILEGES FOR ROLE " + MAKER + " IN SCHEMA public " + what);
  }

  private List<String> given() {
    return lab.server.ask(
        NAME,
        """
        SELECT concat_ws(' ', d.defaclrole::regrole, d.defaclobjtype, a.grantee::regrole, a.privilege_type)
        FROM pg_default_acl d, aclexplode(d.defaclacl) a WHERE d.defaclnamespace <> 0 ORDER BY d.defaclobjtype, a.privilege_type
        """);
  }
}
