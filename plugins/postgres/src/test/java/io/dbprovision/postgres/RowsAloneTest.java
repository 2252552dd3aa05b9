package io.dbprovision.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.InitScript;
import io.dbprovision.spi.RestoreSpec;
import io.dbprovision.spi.Section;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Restores with {@code dataOnly}: the target's tables stay what they are, their rows do not. */
@ParameterizedClass
@ValueSource(ints = {15, 18})
class RowsAloneTest extends CopyScene {
  private static final Section ROWS = CopyDesk.block(Map.of("dataOnly", true));
  private static final Section QUIET =
      CopyDesk.block(Map.of("dataOnly", true, "disableTriggers", true));

  private static final String LOGINS =
      "SELECT rolname FROM pg_roles WHERE rolname ~ '^_dbops_f_' AND rolname !~ '_done$'";

  RowsAloneTest(int major, @TempDir Path folder) {
    super(major, folder);
  }

  private String shop(String name) {
    owned(name);
    asOwner(
        name,
        "CREATE TABLE public.goods (id int PRIMARY KEY, name text)",
        "CREATE TABLE public.sales (id serial PRIMARY KEY, goods int REFERENCES public.goods)",
        "CREATE TABLE public.seen (id int)",
        "CREATE MATERIALIZED VIEW public.sums AS SELECT count(*) AS n FROM public.sales",
        "CREATE FUNCTION public.see() RETURNS trigger LANGUAGE plpgsql AS"
            + " 'BEGIN INSERT INTO public.seen VALUES (NEW.id); RETURN NEW; END'",
        "CREATE TRIGGER sees AFTER INSERT ON public.sales FOR EACH ROW EXECUTE FUNCTION"
            + " public.see()");
    return name;
  }

  private void asOwner(String database, String... statements) {
    List<String> all = new ArrayList<>(List.of("SET ROLE " + CopyLab.OWNER.formatted(database)));
    all.addAll(List.of(statements));
    server.execute(database, all.toArray(String[]::new));
  }

  private CopyDesk.Copied sold(String name) throws IOException {
    asOwner(
        name,
        "INSERT INTO public.goods SELECT i, 'name ' || i FROM generate_series(1, 100) i",
        "INSERT INTO public.sales (goods) SELECT i FROM generate_series(1, 100) i",
        "TRUNCATE public.seen");
    return desk.dump(name, NONE);
  }

  private RestoreSpec into(String name, Section block, boolean replace) {
    return desk.spec(name, block).owner(Lab.owner(name)).replace(replace).build();
  }

  private List<String> count(String name, String table) {
    return server.ask(name, "SELECT count(*) FROM public." + table);
  }

  @Test
  void theRowsComeAnewAndATableThatChangedMeanwhileStaysChanged() throws IOException {
    String name = shop("rows_in_place");
    CopyDesk.Copied copied = sold(name);
    asOwner(
        name,
        "DELETE FROM public.sales",
        "ALTER TABLE public.goods ADD COLUMN price int DEFAULT 7",
        "GRANT SELECT ON public.goods TO \"db_" + name + "_app\"",
        "CREATE INDEX goods_by_name ON public.goods (name)");

    desk.restore(into(name, QUIET, true), "custom", copied.bytes);

    assertThat(count(name, "sales")).containsExactly("100");
    assertThat(server.ask(name, "SELECT sum(price) FROM public.goods")).containsExactly("700");
    assertThat(server.ask(name, "SELECT nextval('public.sales_id_seq')")).containsExactly("101");
    assertThat(server.ask(name, "SELECT n FROM public.sums")).containsExactly("100");
    assertThat(count(name, "seen")).as("no trigger was at work").containsExactly("0");
    assertThat(
            server.ask(
                name,
                "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal UNION ALL"
                    + " SELECT conname FROM pg_constraint WHERE contype = 'f' UNION ALL"
                    + " SELECT indexname FROM pg_indexes WHERE indexname = 'goods_by_name'"))
        .containsExactlyInAnyOrder("sees", "sales_goods_fkey", "goods_by_name");
    assertThat(
            server.ask(
                name,
                "SELECT has_table_privilege('db_" + name + "_app', 'public.goods', 'SELECT')"))
        .containsExactly("t");
  }

  @Test
  void withoutDisableTriggersTheyAreAtWork() throws IOException {
    String name = shop("rows_seen");
    CopyDesk.Copied copied = sold(name);

    desk.restore(into(name, ROWS, true), "custom", copied.bytes);

    assertThat(count(name, "sales")).containsExactly("100");
    assertThat(count(name, "seen")).containsExactly("100");
  }

  @Test
  void tablesWithoutRowsNeedNoConsentAndThoseWithSomeDo() throws IOException {
    String from = shop("rows_from");
    CopyDesk.Copied copied = sold(from);
    String to = shop("rows_to");

    desk.restore(into(to, ROWS, false), "custom", copied.bytes);

    assertThat(count(to, "sales")).containsExactly("100");
    EngineException refused = Lab.failure(() -> desk.restores().prepare(into(to, ROWS, false)));
    assertThat(refused.kind()).isEqualTo(ErrorKind.CONFLICT);
    assertThat(refused.getMessage()).contains("public.goods").contains("inPlace");
  }

  @Test
  void aPolicyOfTheTargetsIsNeverRunByTheOperatorsLogin() {
    String name = shop("rows_policed");
    asOwner(
        name,
        "CREATE TABLE public.caught (who text)",
        "GRANT INSERT ON public.caught TO PUBLIC",
        "CREATE FUNCTION public.evil() RETURNS boolean LANGUAGE plpgsql AS"
            + " 'BEGIN INSERT INTO public.caught VALUES (current_user); RETURN true; END'",
        "INSERT INTO public.goods VALUES (1, 'bait')",
        "ALTER TABLE public.goods ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
        "CREATE POLICY p ON public.goods USING (public.evil())");

    EngineException refused = Lab.failure(() -> desk.restores().prepare(into(name, ROWS, false)));

    assertThat(server.ask(name, "SELECT who FROM public.caught")).isEmpty();
    assertThat(refused.kind()).isEqualTo(ErrorKind.CONFLICT);
    assertThat(refused.getMessage()).contains("public.goods").contains("row-level security");
    assertThat(server.ask("postgres", LOGINS)).isEmpty();
  }

  @Test
  void whatIsAnotherRolesIsNotMadeTheOwners() {
    String name = shop("rows_shared");
    server.execute(name, "CREATE TABLE public.others (id int)");

    EngineException refused = Lab.failure(() -> desk.restores().prepare(into(name, ROWS, true)));

    assertThat(refused.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
    assertThat(refused.path()).contains("spec.postgres.dataOnly");
    assertThat(refused.getMessage()).contains("public.others").contains("OWNER TO");
  }

  @Test
  void largeObjectsAreNoLessThanRows() {
    String name = shop("rows_large");
    asOwner(name, "SELECT lo_from_bytea(0, 'precious')");

    EngineException refused = Lab.failure(() -> desk.restores().prepare(into(name, ROWS, false)));

    assertThat(refused.kind()).isEqualTo(ErrorKind.CONFLICT);
    assertThat(refused.getMessage()).contains("large objects");
  }

  @Test
  void aScriptOfRowsAloneIsTakenAndOneWithDefinitionsIsNot() throws IOException {
    String name = shop("rows_script");
    CopyDesk.Copied _ = sold(name);
    CopyDesk.Copied rows =
        desk.dump(name, CopyDesk.block(Map.of("format", "plain", "dataOnly", true)));
    CopyDesk.Copied all = desk.dump(name, CopyDesk.block(Map.of("format", "plain")));
    asOwner(name, "DELETE FROM public.sales");

    desk.restore(into(name, ROWS, true), "plain", rows.bytes);
    assertThat(count(name, "sales")).containsExactly("100");

    EngineException refused = Lab.failure(() -> restoring(into(name, ROWS, true), all));
    assertThat(refused.getMessage()).contains("already exists");
    assertThat(count(name, "sales")).containsExactly("100");
  }

  private void restoring(RestoreSpec spec, CopyDesk.Copied copied) {
    try {
      desk.restore(spec, "plain", copied.bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void rowsThatDoNotFitLeaveTheTargetAsItWas() throws IOException {
    String name = shop("rows_unfit");
    CopyDesk.Copied copied = sold(name);
    asOwner(
        name,
        "DELETE FROM public.sales WHERE id > 10",
        "ALTER TABLE public.goods DROP COLUMN name");

    EngineException refused =
        Lab.failure(
            () -> {
              try {
                desk.restore(into(name, QUIET, true), "custom", copied.bytes);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });

    assertThat(refused.getMessage()).contains("name");
    assertThat(count(name, "sales")).containsExactly("10");
  }

  @Test
  void aDatabaseOfTheOperatorsOwnLoginIsFilledThroughItsStandIn() throws IOException {
    String name = database("rows_admins", Map.of());
    List<String> statements =
        List.of(
            "CREATE TABLE public.goods (id int)",
            "INSERT INTO public.goods SELECT generate_series(1, 9)");
    assertThat(
            admin.scripts().run(new InitScript(name, Lab.owner(name), statements, true)).failed())
        .isEmpty();
    CopyDesk.Copied copied = desk.dump(name, NONE);

    desk.restore(into(name, ROWS, true), "custom", copied.bytes);

    assertThat(count(name, "goods")).containsExactly("9");
  }

  @Test
  void rowsWithoutATargetHaveNoPlace() {
    EngineException refused =
        Lab.failure(() -> desk.restores().prepare(desk.spec("rows_nowhere", ROWS).build()));
    assertThat(refused.kind()).isEqualTo(ErrorKind.INVALID);
    assertThat(refused.path()).contains("spec.postgres.dataOnly");
  }
}
