package io.dbprovision.distribution.fields;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.DevCluster;
import io.dbprovision.distribution.DevClusterExtension;
import io.dbprovision.distribution.Repo;
import io.dbprovision.distribution.operator.MySqlServer;
import io.dbprovision.distribution.operator.OperatorUnderTest;
import io.dbprovision.distribution.operator.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every field of every kind, there and back, by the assembled operator on real servers. */
@ExtendWith(DevClusterExtension.class)
class FieldsIT {
  private static final Path PAGE = Repo.root().resolve("docs/reference/fields.md");

  /** For work on one of them: those whose text has this in it. */
  private static final String ONLY = System.getProperty("dbops.fields.only", "");

  /** For work on one of them: those engines only, parted by commas; empty for all. */
  private static final String ENGINES = System.getProperty("dbops.fields.engines", "");

  /** For work on some of them: those families only, parted by commas; empty for all. */
  private static final Set<Family> FAMILIES =
      Arrays.stream(System.getProperty("dbops.fields.families", "").split(",", -1))
          .filter(name -> !name.isEmpty())
          .map(Family::valueOf)
          .collect(Collectors.toUnmodifiableSet());

  private final DevCluster dev;

  FieldsIT(DevCluster dev) {
    this.dev = dev;
  }

  @Test
  void theTableOfFieldsSaysWhatEachFieldDoes() throws IOException {
    Map<String, Map<Trial, Verdict>> verdicts = new LinkedHashMap<>();
    run(verdicts);

    List<String> broken = new ArrayList<>();
    verdicts.forEach(
        (engine, seen) ->
            seen.forEach(
                (trial, verdict) -> {
                  if (verdict instanceof Verdict.Broken b) {
                    broken.add(engine + ": " + trial + ": " + b.why());
                  }
                }));
    if (!ONLY.isEmpty()) {
      assertThat(broken).as("neither in effect nor said so").isEmpty();
      verdicts.forEach(
          (engine, seen) ->
              seen.forEach(
                  (trial, verdict) ->
                      System.out.println(engine + ": " + trial + ": " + verdict.text())));
      return;
    }
    String before = Files.exists(PAGE) ? Files.readString(PAGE) : "";
    FieldPage page = FieldPage.parse(before);
    for (Map.Entry<String, Map<Trial, Verdict>> engine : verdicts.entrySet()) {
      Map<Family, Map<String, String>> seen = PostgresTrials.summary(engine.getValue());
      seen.keySet().removeIf(family -> !isTried(family));
      page = page.with(engine.getKey(), seen);
    }
    String now = page.markdown();
    if (Boolean.getBoolean("dbops.fields.write")) {
      Files.writeString(PAGE, now);
    }
    assertThat(broken).as("neither in effect nor said so").isEmpty();
    assertThat(Files.readString(PAGE))
        .as("docs/reference/fields.md is out of date: run `make fields` and commit the result")
        .isEqualTo(now);
  }

  /** All engines' at once, so that they share one operator. */
  private void run(Map<String, Map<Trial, Verdict>> verdicts) throws IOException {
    dev.must(
        "",
        "apply",
        "--server-side",
        "-k",
        Repo.root().resolve("distribution/config/crd").toString());
    dev.serves();
    // beside it is what an operator knows of its works: another one may run in this cluster
    Path log = Files.createDirectories(Repo.work().resolve("fields")).resolve("operator.log");
    try (PostgresServer first = PostgresServer.start("pg-fields", 15, "--tls");
        PostgresServer second = PostgresServer.start("pg-fields", 18);
        MySqlServer mysql = MySqlServer.start("mysql", "my-fields");
        MySqlServer mariadb = MySqlServer.start("mariadb", "my-fields");
        Cluster cluster = new Cluster(dev.kubeconfig(), Site.OPERATOR);
        OperatorUnderTest operator = new OperatorUnderTest(dev.kubeconfig(), log);
        Site site =
            new Site(
                cluster,
                first,
                second,
                new Stores(operator.volumes(), first.tls().resolve("ca.crt")))) {
      for (String namespace : List.of(site.namespace(), site.other())) {
        dev.must("", "create", "namespace", namespace);
        dev.must("", "annotate", "namespace", namespace, "dbops.dbprovision.io/allow-from=*");
      }
      operator.start(
          "--instance-id=" + Site.OPERATOR, "--max-workers=6", "--max-workers-per-instance=4");
      site.furnish();
      Map<String, List<Trial>> trials = new LinkedHashMap<>();
      trials.put(PostgresTrials.ENGINE, PostgresTrials.all());
      for (MySql server :
          List.of(
              new MySql("mysql", mysql.superuser(), mysql.admin()),
              new MySql("mariadb", mariadb.superuser(), mariadb.admin()))) {
        server.furnish(site);
        trials.put(server.product(), MySqlTrials.all(server));
      }
      trials.keySet().removeIf(FieldsIT::isLeftOut);
      List<Trial> all =
          trials.values().stream()
              .flatMap(List::stream)
              .distinct()
              .filter(trial -> trial.toString().contains(ONLY))
              .filter(trial -> isTried(Family.of(trial.kind())))
              .toList();
      Map<Trial, Verdict> seen = new Runner(site).run(all);
      trials.forEach(
          (engine, its) -> {
            Map<Trial, Verdict> part = new HashMap<>(seen);
            part.keySet().retainAll(its);
            verdicts.put(engine, part);
          });
    }
  }

  private static boolean isTried(Family family) {
    return FAMILIES.isEmpty() || FAMILIES.contains(family);
  }

  private static boolean isLeftOut(String engine) {
    return !ENGINES.isEmpty() && !List.of(ENGINES.split(",", -1)).contains(engine);
  }
}
