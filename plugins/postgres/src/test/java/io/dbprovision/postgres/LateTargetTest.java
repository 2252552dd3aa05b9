package io.dbprovision.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.RestorePlace;
import io.dbprovision.spi.RestoreSpec;
import io.dbprovision.spi.Section;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes to a target, or to the place beside it, while a restore runs. */
@ParameterizedClass
@ValueSource(ints = {15, 18})
class LateTargetTest {
  private static final Section NONE = Section.empty("spec.postgres");
  private static final Section ROWS = CopyDesk.block(Map.of("dataOnly", true));
  private static final String TARGET = "late_target";
  private final TestServer server;
  private final Lab admin;
  private final CopyDesk desk;
  private final DatabaseSpec target;

  LateTargetTest(int major, @TempDir Path folder) {
    this.server = PostgresServers.plain(major);
    this.admin = Lab.on(major);
    this.desk = new CopyDesk(admin, folder);
    this.target =
        Lab.database(
                TARGET, Map.of("ownership", Map.of("autoOwnership", true, "dropOnDelete", true)))
            .build();
  }

  @BeforeEach
  void make() {
    Lab.converge(admin.databases(), target);
  }

  @AfterEach
  void drop() {
    Lab.remove(admin.databases(), target, DropMode.FORCE);
    admin.close();
  }

  private RestoreSpec spec(Section block, boolean replace) {
    return desk.spec(TARGET, block).owner(Lab.owner(TARGET)).replace(replace).build();
  }

  private void order(String database) {
    asOwner(database, "CREATE TABLE public.orders AS SELECT 'paid'::text AS state");
  }

  private void asOwner(String database, String... statements) {
    server.execute(
        database,
        "SET ROLE " + CopyLab.OWNER.formatted(TARGET) + "; " + String.join("; ", statements));
  }

  private List<String> left(RestoreSpec spec) {
    String mine = " ~ '_%s'".formatted(spec.id());
    return server.ask(
        "postgres",
        "SELECT datname FROM pg_database WHERE datname"
            + mine
            + " UNION ALL SELECT rolname FROM pg_roles WHERE rolname"
            + mine);
  }

  private EngineException refusal(RestoreSpec spec) {
    return Lab.failure(() -> desk.restores().complete(spec));
  }

  private void assertKept(RestoreSpec spec) {
    assertThat(server.ask(TARGET, "SELECT state FROM public.orders")).containsExactly("paid");
    desk.restores().abandon(spec);
    assertThat(server.ask(TARGET, "SELECT state FROM public.orders")).containsExactly("paid");
    assertThat(left(spec)).isEmpty();
    Lab.converge(admin.databases(), target);
  }

  @Test
  void whatCameIntoAnEmptyTargetMeanwhileIsKept() {
    RestoreSpec spec = spec(NONE, false);
    desk.restores().prepare(spec);
    order(TARGET);

    EngineException refused = refusal(spec);

    assertThat(refused.kind()).isEqualTo(ErrorKind.CONFLICT);
    assertThat(refused.getMessage()).contains("public.orders").contains("inPlace");
    assertKept(spec);
  }

  @Test
  void aLargeObjectIsKeptAsWell() {
    RestoreSpec spec = spec(ROWS, false);
    desk.restores().prepare(spec);
    asOwner(TARGET, "SELECT lo_from_bytea(4712, 'precious')");

    EngineException refused = refusal(spec);

    assertThat(refused.getMessage()).contains("large objects");
    assertThat(server.ask(TARGET, "SELECT convert_from(lo_get(4712), 'UTF8')"))
        .containsExactly("precious");
    desk.restores().abandon(spec);
  }

  @Test
  void rowsThatCameIntoTablesMeanwhileAreKept() {
    asOwner(TARGET, "CREATE TABLE public.orders (state text)");
    RestoreSpec spec = spec(ROWS, false);
    desk.restores().prepare(spec);
    asOwner(TARGET, "INSERT INTO public.orders VALUES ('paid')");

    EngineException refused = refusal(spec);

    assertThat(refused.kind()).isEqualTo(ErrorKind.CONFLICT);
    assertThat(refused.getMessage()).contains("public.orders");
    assertKept(spec);
  }

  /** As an operator leaves it that is killed after its transaction. */
  private void setAside(RestoreSpec spec, RestorePlace place) {
    String old = "_dbops_o_" + spec.id();
    String record =
        server
            .ask(
                "postgres",
                "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '"
                    + TARGET
                    + "'")
            .getFirst();
    server.execute(
        "postgres",
        "ALTER DATABASE \"%s\" RENAME TO \"%s\"".formatted(TARGET, old),
        "ALTER DATABASE \"%s\" RENAME TO \"%s\"".formatted(place.database(), TARGET),
        "COMMENT ON DATABASE \"%s\" IS %s".formatted(TARGET, TestServer.literal(record)),
        "COMMENT ON DATABASE \"%s\" IS 'set aside by a restore, and to be dropped if it is empty'"
            .formatted(old),
        "ALTER DATABASE \"%s\" ALLOW_CONNECTIONS false".formatted(TARGET),
        "SET ROLE " + admin.server.admin().username(),
        "CREATE ROLE \"_dbops_f_%s_done\"".formatted(spec.id()));
  }

  @Test
  void whatCameAtTheLastMomentComesBack() {
    for (boolean completes : new boolean[] {true, false}) {
      RestoreSpec spec = spec(NONE, false);
      RestorePlace place = desk.restores().prepare(spec);
      order(TARGET);
      setAside(spec, place);

      if (completes) {
        assertThat(refusal(spec).kind()).isEqualTo(ErrorKind.CONFLICT);
        assertThat(refusal(spec).kind()).as("again").isEqualTo(ErrorKind.CONFLICT);
      } else {
        desk.restores().abandon(spec);
      }
      assertKept(spec);
      asOwner(TARGET, "DROP TABLE public.orders");
    }
  }

  @Test
  void anEmptyOneThatWasSetAsideGoes() {
    RestoreSpec spec = spec(NONE, false);
    RestorePlace place = desk.restores().prepare(spec);
    order(place.database());
    setAside(spec, place);

    desk.restores().complete(spec);

    assertKept(spec);
  }

  @Test
  void aPlaceThatIsGoneIsNotDone() {
    RestoreSpec spec = spec(NONE, true);
    order(TARGET);
    RestorePlace place = desk.restores().prepare(spec);
    server.execute("postgres", "DROP DATABASE \"" + place.database() + "\"");

    EngineException refused = refusal(spec);

    assertThat(refused.kind()).isEqualTo(ErrorKind.CONFLICT);
    assertThat(refused.getMessage()).contains(place.database()).contains("as it was");
    assertKept(spec);
  }

  @Test
  void whatIsDoneIsDoneAgainUntilItIsTidiedUp() {
    RestoreSpec spec = spec(NONE, true);
    RestorePlace place = desk.restores().prepare(spec);
    order(place.database());
    desk.restores().complete(spec);
    desk.restores().complete(spec);
    assertThat(left(spec)).containsExactly("_dbops_f_" + spec.id() + "_done");
    assertKept(spec);
  }
}
