package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.Command;
import io.dbprovision.distribution.DevCluster;
import io.dbprovision.distribution.DevClusterExtension;
import io.dbprovision.distribution.install.Overlay;
import io.dbprovision.distribution.install.Right;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rights that {@code config/default} gives: enough, and none too many. A right counts as needed
 * when the API server's audit log has a request that would be refused without it.
 */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class RightsIT {
  /** What a short run need not come to, and why it is needed all the same. */
  private static final Map<String, String> UNSEEN =
      Map.of(
          "get [a-z]+\\.dbops\\.dbprovision\\.io",
          "read again after a conflict, whatever the kind",
          "get pods",
          "the operator's own pod, which Jobs are modelled on; in this test it has none");

  private final Scene scene;
  private final DevCluster cluster;
  @TempDir Path folder;

  RightsIT(Scene scene, DevCluster cluster) {
    this.scene = scene;
    this.cluster = cluster;
  }

  @Test
  void everyRightIsUsedAndNothingIsRefused() throws Exception {
    Account account = new Account(cluster, new Overlay("default").rendered(cluster));
    scene.operator().stop();
    try (account;
        OperatorUnderTest operator =
            new OperatorUnderTest(account.kubeconfig(), folder.resolve("operator.log"))) {
      run(operator, account);

      assertThat(Right.lines(account.asked(true))).as("refused").isEmpty();
      Set<Right> unused = account.granted();
      unused.removeAll(account.asked(false));
      unused.removeIf(right -> UNSEEN.keySet().stream().anyMatch(right.toString()::matches));
      assertThat(Right.lines(unused))
          .as("granted and of no use: remove it, or say in UNSEEN why it is needed")
          .isEmpty();
    } finally {
      scene.operator().start();
    }
  }

  @Test
  void withoutRightsOfTheWholeClusterItLooksAfterItsNamespaceAndSaysWhatIsOff() throws Exception {
    Account account = new Account(cluster, new Overlay("namespaced").rendered(cluster));
    scene.kubectl().apply(cluster.must("", "kustomize", Overlay.config("namespaced/watched")));
    scene.operator().stop();
    try (account;
        OperatorUnderTest operator =
            new OperatorUnderTest(account.kubeconfig(), folder.resolve("operator.log"))) {
      int port = OperatorUnderTest.freePort();
      operator.start(
          "--leader-elect",
          "--watch-namespaces=" + scene.namespace(),
          "--metrics-bind-address=127.0.0.1:" + port,
          "--worker=job",
          "--worker-image=localhost/nothing:1");
      BroadRun run = new BroadRun(scene, operator);
      run.provisionInTheNamespace();
      run.fail(() -> askedFor(account, new Right("", "pods/log", "get")));
      run.scrape(port, account.token());
      run.refer();

      assertThat(operator.log())
          .contains(
              "may not watch namespaces: the operator goes on without",
              "may not watch customresourcedefinitions: the operator goes on without",
              "kinds of the whole cluster are off until it may",
              "bind the ClusterRole system:auth-delegator")
          .doesNotContain("\"level\":\"error\"", "Exception");
      assertThat(Right.lines(account.asked(true)))
          .as("what it tries all the same")
          .isEqualTo(
              """
              create tokenreviews.authentication.k8s.io
              list clusterdatabasegrants.dbops.dbprovision.io
              list clusterdatabaseinstances.dbops.dbprovision.io
              list clusterdatabaseroles.dbops.dbprovision.io
              list customresourcedefinitions.apiextensions.k8s.io
              list jobs.batch
              list namespaces""");
      operator.stop();
    } finally {
      scene.operator().start();
    }
  }

  private void run(OperatorUnderTest operator, Account account) {
    BroadRun run = new BroadRun(scene, operator);
    int port = OperatorUnderTest.freePort();
    operator.start(
        "--leader-elect",
        "--metrics-bind-address=127.0.0.1:" + port,
        "--worker=job",
        "--worker-image=localhost/nothing:1");
    run.provision();
    run.adopt();
    run.fail(() -> askedFor(account, new Right("", "pods/log", "get")));
    run.scrape(port, account.token());
    Command.Result doctor =
        Dbops.in(folder).with("KUBECONFIG", account.kubeconfig().toString()).run("doctor");
    assertThat(doctor.status()).as(doctor.out()).isZero();
    operator.stop();
    operator.start("--worker=process");
    run.backUp();
    run.forceDelete();
    operator.stop();
  }

  /** Returns when the operator has asked for it. */
  private static void askedFor(Account account, Right right) {
    Await.until(
        right.toString(),
        Kubectl.SOON,
        () -> account.asked(false).contains(right) || account.asked(true).contains(right),
        () -> "not in the audit log");
  }
}
