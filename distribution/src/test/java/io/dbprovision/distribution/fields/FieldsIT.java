package io.dbprovision.distribution.fields;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.DevCluster;
import io.dbprovision.distribution.DevClusterExtension;
import io.dbprovision.distribution.Repo;
import io.dbprovision.distribution.operator.OperatorUnderTest;
import io.dbprovision.distribution.operator.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every field of every kind, there and back, by the assembled operator on real servers. */
@ExtendWith(DevClusterExtension.class)
class FieldsIT {
  private static final Path PAGE = Repo.root().resolve("docs/reference/fields.md");

  /** For work on one of them: those whose text has this in it. */
  private static final String ONLY = System.getProperty("dbops.fields.only", "");

  private final DevCluster dev;

  FieldsIT(DevCluster dev) {
    this.dev = dev;
  }

  @Test
  void theTableOfFieldsSaysWhatEachFieldDoes() throws IOException {
    List<Trial> trials =
        PostgresTrials.all().stream().filter(trial -> trial.toString().contains(ONLY)).toList();
    Map<Trial, Verdict> verdicts = run(trials);

    List<String> broken = new ArrayList<>();
    verdicts.forEach(
        (trial, verdict) -> {
          if (verdict instanceof Verdict.Broken b) {
            broken.add(trial + ": " + b.why());
          }
        });
    assertThat(broken).as("neither in effect nor said so").isEmpty();
    if (!ONLY.isEmpty()) {
      verdicts.forEach((trial, verdict) -> System.out.println(trial + ": " + verdict.text()));
      return;
    }
    String before = Files.exists(PAGE) ? Files.readString(PAGE) : "";
    String now =
        FieldPage.parse(before)
            .with(PostgresTrials.ENGINE, PostgresTrials.summary(verdicts))
            .markdown();
    if (Boolean.getBoolean("dbops.fields.write")) {
      Files.writeString(PAGE, now);
    }
    assertThat(Files.readString(PAGE))
        .as("docs/reference/fields.md is out of date: run `make fields` and commit the result")
        .isEqualTo(now);
  }

  private Map<Trial, Verdict> run(List<Trial> trials) {
    dev.must(
        "",
        "apply",
        "--server-side",
        "-k",
        Repo.root().resolve("distribution/config/crd").toString());
    dev.must("", "wait", "--for=condition=Established", "--timeout=30s", "crd", "--all");
    Path log = Repo.root().resolve("distribution/target/operator-fields.log");
    try (PostgresServer first = PostgresServer.start("pg-fields", 15, "--tls");
        PostgresServer second = PostgresServer.start("pg-fields", 18);
        Cluster cluster = new Cluster(dev.kubeconfig(), Site.OPERATOR);
        Site site = new Site(cluster, first, second);
        OperatorUnderTest operator = new OperatorUnderTest(dev.kubeconfig(), log)) {
      for (String namespace : List.of(site.namespace(), site.other())) {
        dev.must("", "create", "namespace", namespace);
        dev.must("", "annotate", "namespace", namespace, "dbops.dbprovision.io/allow-from=*");
      }
      operator.start("--instance-id=" + Site.OPERATOR);
      site.furnish();
      return new Runner(site).run(trials);
    }
  }
}
