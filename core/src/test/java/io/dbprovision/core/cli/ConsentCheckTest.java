package io.dbprovision.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.fake.FakeNamespaces;
import io.dbprovision.core.fake.FakeResources;
import io.dbprovision.core.fake.FakeSecrets;
import io.dbprovision.core.fake.Writes;
import io.dbprovision.core.kube.Secrets;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsentCheckTest {
  private static final Map<String, Object> THERE = Map.of("name", "there", "namespace", "other");

  private final Writes writes = new Writes();
  private final FakeResources resources = new FakeResources(writes);
  private final FakeNamespaces namespaces = new FakeNamespaces();
  private final FakeSecrets secrets = new FakeSecrets(writes);

  @Test
  void referencesOfAllSortsAreListedEachWithItsWayOut() {
    put(CustomKind.ROLE, "readers", Map.of("instanceRef", THERE));
    put(CustomKind.GRANT, "all", Map.of("userRef", THERE, "databaseRef", THERE));
    put(CustomKind.USER, "app", Map.of("passwordSecret", Map.of("secretNamespace", "other")));
    put(
        CustomKind.DATABASE,
        "one",
        Map.of("initSQL", Map.of("configMapRef", Map.of("name", "sql", "namespace", "other"))));
    put(CustomKind.DATABASE, "two", Map.of("initSQL", Map.of("secretRef", THERE)));
    put(CustomKind.INSTANCE, "pg", Map.of("connection", Map.of("secretRef", THERE)));
    // nobody's consent is needed for these
    put(CustomKind.USER, "home", Map.of("instanceRef", Map.of("name", "pg")));
    put(CustomKind.DATABASE, "wide", Map.of("clusterInstanceRef", Map.of("name", "there")));
    resources.put(
        new ResourceKey(CustomKind.CLUSTER_GRANT, "", "wide"), Map.of("userRef", THERE), Map.of());

    assertThat(report().lines().skip(1).map(line -> line.replaceAll(" +", " ").strip()))
        .containsExactly(
            "Database team/one refused: spec.initSQL.configMapRef leads to ConfigMap sql in"
                + " namespace other without its consent"
                + " kubectl annotate namespace other dbops.dbprovision.io/allow-from=team",
            "Database team/two refused: spec.initSQL.secretRef leads to Secret there in namespace"
                + " other without its consent"
                + " kubectl annotate -n other secret there dbops.dbprovision.io/allow-from=team",
            "DatabaseGrant team/all refused: spec.userRef leads to DatabaseUser there in namespace"
                + " other without its consent kubectl annotate -n other databaseuser there"
                + " dbops.dbprovision.io/allow-from=team",
            "DatabaseGrant team/all refused: spec.databaseRef leads to Database there in namespace"
                + " other without its consent kubectl annotate -n other database there"
                + " dbops.dbprovision.io/allow-from=team",
            "DatabaseInstance team/pg refused: spec.connection.secretRef leads to Secret there in"
                + " namespace other without its consent"
                + " kubectl annotate -n other secret there dbops.dbprovision.io/allow-from=team",
            "DatabaseRole team/readers refused: spec.instanceRef leads to DatabaseInstance there in"
                + " namespace other without its consent kubectl annotate -n other databaseinstance"
                + " there dbops.dbprovision.io/allow-from=team",
            "DatabaseUser team/app refused: spec.passwordSecret.secretNamespace leads to a Secret"
                + " in namespace other without its consent"
                + " kubectl annotate namespace other dbops.dbprovision.io/allow-from=team");
  }

  @Test
  void whatWasAgreedToIsNotListed() {
    put(CustomKind.GRANT, "all", Map.of("roleRef", THERE));
    put(CustomKind.DATABASE, "two", Map.of("initSQL", Map.of("secretRef", THERE)));
    Map<String, String> agreed = Map.of(Keys.ALLOW_FROM, "team");
    resources.put(new ResourceKey(CustomKind.ROLE, "other", "there"), Map.of(), agreed);
    secrets.create(new Secrets.Draft("other", "there", "Opaque", Map.of(), agreed, Map.of(), null));

    assertThat(report()).contains("consent").contains("ok");

    namespaces.annotate("other", Keys.ALLOW_FROM, "*");
    put(CustomKind.USER, "app", Map.of("passwordSecret", Map.of("secretNamespace", "other")));
    assertThat(report()).doesNotContain("refused");
  }

  @Test
  void whatAnEarlierOperatorHadIsListedAsSuch() {
    put(CustomKind.GRANT, "old", Map.of("userRef", THERE));
    resources.applyStatus(
        resources.get(new ResourceKey(CustomKind.GRANT, "team", "old")).orElseThrow(),
        Map.of("phase", "Ready"));

    assertThat(report()).contains("grandfathered: spec.userRef leads to DatabaseUser there");
  }

  private void put(CustomKind kind, String name, Map<String, Object> spec) {
    resources.put(new ResourceKey(kind, "team", name), spec, Map.of());
  }

  private String report() {
    Checkup findings = new Checkup();
    new ConsentCheck(resources, namespaces, secrets).check(findings);
    StringWriter text = new StringWriter();
    findings.print(new PrintWriter(text));
    return text.toString();
  }
}
