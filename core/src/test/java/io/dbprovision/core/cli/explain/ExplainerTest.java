package io.dbprovision.core.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.cli.view.Examples;
import io.dbprovision.core.fake.FakeCluster;
import io.dbprovision.core.kube.ClusterEvent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplainerTest {
  private final FakeCluster cluster = new FakeCluster();

  @Test
  void whatAnObjectWaitsForIsFollowedUpToTheCause() {
    cluster.put(
        CustomKind.INSTANCE,
        "demo/pg",
        Map.of(
            "connection",
            Map.of("host", "db.example", "port", 5432, "secretRef", Map.of("name", "admin"))),
        Examples.failed("AuthenticationFailed", "the server refuses the login dbops"));
    cluster.put(
        CustomKind.USER,
        "demo/app",
        Examples.ref("instanceRef", "pg"),
        Examples.waiting("DependencyNotReady", "wait until the instance is Ready"));
    CustomResource grant =
        cluster.put(
            CustomKind.GRANT,
            "demo/app",
            Examples.ref("userRef", "app"),
            Examples.waiting("DependencyNotReady", "wait until the user is there"));

    assertThat(text(grant))
        .containsExactly(
            "DatabaseGrant demo/app is not Ready yet, for 5m:",
            "  DependencyNotReady: wait until the user is there",
            "  It needs DatabaseUser demo/app (spec.userRef):",
            "    DatabaseUser demo/app is not Ready yet, for 5m:",
            "      DependencyNotReady: wait until the instance is Ready",
            "      It needs DatabaseInstance demo/pg (spec.instanceRef):",
            "        DatabaseInstance demo/pg is not Ready, for 5m:",
            "          AuthenticationFailed: the server refuses the login dbops",
            "",
            "What to do:",
            "- The server refuses the login in the Secret admin of namespace demo: correct it"
                + " there; it goes on by itself:",
            "    kubectl edit secret admin -n demo");
  }

  @Test
  void anObjectThatIsReadyOnAServerThatIsLostSaysSo() {
    cluster.put(
        CustomKind.INSTANCE,
        "demo/pg",
        Map.of("connection", Map.of("host", "db.example", "port", 5432)),
        Examples.failed("Unreachable", "connection refused"));
    CustomResource database =
        cluster.put(
            CustomKind.DATABASE,
            "demo/orders",
            Examples.ref("instanceRef", "pg"),
            Examples.ready());

    Explanation explanation = new Explainer(cluster).explain(database);

    assertThat(explanation.ready()).isFalse();
    assertThat(text(database))
        .contains("Database demo/orders is Ready, for 5m.")
        .anyMatch(line -> line.contains("The server at db.example:5432 has to answer"));
  }

  @Test
  void whatIsReferredToAndMissingIsNamedWithItsField() {
    CustomResource database =
        cluster.put(
            CustomKind.DATABASE,
            "demo/orders",
            Examples.ref("instanceRef", "pg"),
            Examples.waiting("DependencyNotReady", "there is no such instance"));

    assertThat(text(database))
        .contains("    DatabaseInstance demo/pg is not there.")
        .contains("    kubectl get databaseinstances -n demo")
        .anyMatch(line -> line.contains("correct spec.instanceRef"));
  }

  @Test
  void theMakerOfARoleThatTheServerLacksIsFound() {
    CustomResource database =
        cluster.put(
            CustomKind.DATABASE,
            "demo/orders",
            Map.of("owner", "order_service"),
            Examples.waiting("DependencyNotReady", "wait until the role order_service is there"));
    cluster.put(
        CustomKind.USER,
        "demo/service",
        Map.of("username", "order_service"),
        Examples.failed("InvalidSpec", "spec.passwordSecret.length: must be 8 to 128"));

    assertThat(text(database))
        .contains("  It needs DatabaseUser demo/service (spec.owner):")
        .contains("    kubectl edit databaseuser service -n demo");
  }

  @Test
  void aRoleThatNobodyMakesIsNamed() {
    CustomResource user =
        cluster.put(
            CustomKind.USER,
            "demo/app",
            Map.of("roles", List.of("readers", "there")),
            Examples.waiting(
                "DependencyNotReady", "spec.roles[0]: the role \"readers\" does not exist"));

    assertThat(text(user))
        .anyMatch(line -> line.contains("of namespace demo makes the role readers: write one"))
        .noneMatch(line -> line.contains("makes the role there"));
  }

  @Test
  void aPlanIsShownWithTheCommandThatApprovesIt() {
    CustomResource database =
        cluster.put(
            CustomKind.DATABASE,
            "demo/orders",
            Map.of(),
            with(
                Examples.waiting("AwaitingApproval", "one change"),
                "plan",
                Map.of(
                    "hash",
                    "1f2e",
                    "changes",
                    List.of(
                        Map.of(
                            "risk", "DESTRUCTIVE",
                            "path", "owner",
                            "summary", "change the owner",
                            "actual", "a",
                            "expected", "b")))));

    assertThat(text(database))
        .contains("  Planned, destructive: change the owner (owner: a -> b)")
        .contains(
            "    kubectl annotate database orders -n demo dbops.dbprovision.io/approve-plan=1f2e"
                + " --overwrite");
  }

  @Test
  void somethingPausedSaysWhichAnnotationHoldsIt() {
    CustomResource database =
        cluster.put(
            CustomKind.DATABASE,
            "demo/orders",
            Map.of(),
            Map.of(Keys.PAUSE_RECONCILE, "true"),
            Map.of(),
            Map.of());

    assertThat(text(database))
        .contains(
            "    kubectl annotate database orders -n demo dbops.dbprovision.io/pause-reconcile-");
  }

  @Test
  void whatNoOperatorLookedAtAsksForTheOperator() {
    CustomResource database =
        cluster.put(
            CustomKind.DATABASE,
            "demo/orders",
            Map.of(Keys.OPERATOR_INSTANCE_ID, "blue"),
            Map.of(),
            Map.of(),
            Map.of());

    assertThat(text(database))
        .anyMatch(line -> line.contains("An operator with --instance-id=blue that watches"));
  }

  @Test
  void driftSaysWhatDiffersAndHowItIsPutRight() {
    CustomResource database =
        cluster.put(
            CustomKind.DATABASE,
            "demo/orders",
            Map.of(),
            with(
                Examples.odd("DriftDetected", "owner"),
                "drift",
                Map.of(
                    "diffs",
                    List.of(
                        Map.of(
                            "field", "owner",
                            "expected", "a",
                            "actual", "b",
                            "destructive", true)))));

    assertThat(text(database))
        .contains("Database demo/orders is Ready, with a remark:")
        .contains(
            "  Differs: owner is b on the server, and a in the manifest; putting it right may lose"
                + " something")
        .contains(
            "    kubectl patch database orders -n demo --type=merge -p"
                + " '{\"spec\":{\"driftPolicy\":{\"mode\":\"correct\"}}}'");
  }

  @Test
  void eventsAreToldWithTheirAge() {
    CustomResource database =
        cluster.put(
            CustomKind.DATABASE, "demo/orders", Map.of(), Examples.failed("Conflict", "taken"));
    cluster.tell(
        database.key(),
        new ClusterEvent("Warning", "ReconcileFailed", "it is there", FakeCluster.MADE));

    assertThat(text(database)).contains("  10m   Warning  ReconcileFailed: it is there");
  }

  @Test
  void whatMayNotBeLookedAtIsSaidAndEndsTheSearch() {
    CustomResource database =
        cluster.put(
            CustomKind.DATABASE,
            "demo/orders",
            Map.of("instanceRef", Map.of("name", "pg", "namespace", "other")),
            Examples.waiting("DependencyNotReady", "wait"));
    cluster.closed.add(new ResourceKey(CustomKind.INSTANCE, "other", "pg"));

    assertThat(text(database))
        .anyMatch(line -> line.contains("You may not look at DatabaseInstance other/pg"));
  }

  @Test
  void aNameThatAShellWouldTakeForSomethingElseIsQuoted() {
    assertThat(Commands.quoted("a b'c$d")).isEqualTo("'a b'\\''c$d'");
    assertThat(Commands.quoted("orders-1.x")).isEqualTo("orders-1.x");
  }

  private List<String> text(CustomResource object) {
    return ExplanationText.of(
        new Explainer(cluster).explain(object), FakeCluster.MADE.plus(Duration.ofMinutes(10)));
  }

  private static Map<String, Object> with(Map<String, Object> map, String key, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(map);
    more.put(key, value);
    return more;
  }
}
