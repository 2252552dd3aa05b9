package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.DevClusterExtension;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Clients log in all the time while logins take turns as fast as the manifest can ask for it and
 * the operator is killed at random moments. A few turns in {@code make test}, a thousand in {@code
 * make soak}: {@code -Ddbops.soak.rotations}, {@code -Ddbops.soak.seed}.
 */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class RotationSoakIT {
  private static final int ROTATIONS = Integer.getInteger("dbops.soak.rotations", 16);
  private static final long SEED = Long.getLong("dbops.soak.seed", System.nanoTime() % 1_000_000);

  /** From here on there is time to see replaced logins leave by themselves. */
  private static final int LONG_RUN = 100;

  private static final Duration TURN = Duration.ofSeconds(40);

  private final Scene scene;
  private final Kubectl kubectl;
  private final Random random = new Random(SEED);
  private final List<String> users;
  private int kills;

  RotationSoakIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
    this.users =
        IntStream.range(0, ROTATIONS < LONG_RUN ? 2 : 4).mapToObj(i -> "turner" + i).toList();
  }

  @Test
  void nobodyIsLockedOutHoweverOftenLoginsTurnAndTheOperatorIsKilled() {
    scene.instance();
    for (String user : users) {
      kubectl.apply(
          Manifests.user(
              user,
              scene.name(user),
              "passwordRotation:",
              "  enabled: true",
              "  maxAge: 1s",
              "  oldUserPolicy:",
              "    gracePeriod: 1m"));
    }
    users.forEach(user -> kubectl.awaitReady("databaseuser/" + user));
    Config config = Config.fromKubeconfig(scene.kubeconfig().toFile());
    List<SoakClient> clients = new ArrayList<>();
    try (KubernetesClient kubernetes = new KubernetesClientBuilder().withConfig(config).build()) {
      try {
        for (String user : users) {
          clients.add(new SoakClient(kubernetes, scene.namespace(), scene.secretOf(user)));
        }
        turn(clients);
        assertNothingIsForgotten();
      } finally {
        clients.forEach(SoakClient::close);
      }
    }
    List<String> failures = clients.stream().flatMap(one -> one.failures().stream()).toList();
    System.out.printf(
        "soak: seed %d, rotations %d, kills %d, logins %d, failed %d%n",
        SEED,
        rotations(clients),
        kills,
        clients.stream().mapToInt(SoakClient::logins).sum(),
        failures.size());
    assertThat(failures).as("seed " + SEED + scene.operator().tail()).isEmpty();

    users.forEach(user -> kubectl.deleteAndWait("databaseuser/" + user));
    for (String user : users) {
      assertThat(scene.server().roles("%" + scene.name(user) + "%")).as("roles left").isEmpty();
      assertThat(scene.secretsOf(user)).as("Secrets left").isEmpty();
    }
  }

  private void turn(List<SoakClient> clients) {
    int nextKill = gap();
    for (int done = 0, poke = 0; done < ROTATIONS; done = rotations(clients), poke++) {
      int before = done;
      int number = poke;
      users.forEach(
          user -> kubectl.annotate("databaseuser/" + user, "soak", Integer.toString(number)));
      if (done >= nextKill) {
        nextKill = done + gap();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(400)));
        scene.operator().kill9();
        kills++;
        scene.operator().start();
      }
      Await.until(
          "another turn (seed " + SEED + ")",
          TURN,
          () -> rotations(clients) > before,
          () -> kubectl.show("databaseuser/" + users.getFirst()));
    }
  }

  private int gap() {
    return 3 + random.nextInt(5);
  }

  private static int rotations(List<SoakClient> clients) {
    return clients.stream().mapToInt(SoakClient::rotations).sum();
  }

  /** Each login on the server is in use, or the status says when it goes. */
  private void assertNothingIsForgotten() {
    for (String user : users) {
      kubectl.patch(
          "databaseuser/" + user, "{\"spec\":{\"passwordRotation\":{\"enabled\":false}}}");
    }
    for (String user : users) {
      String object = "databaseuser/" + user;
      Await.until(
          "the status of " + user + " names all its logins (seed " + SEED + ")",
          Duration.ofSeconds(30),
          () -> told(object).equals(new TreeSet<>(scene.server().roles(scene.name(user) + "%"))),
          () -> kubectl.show(object) + scene.server().roles("%" + scene.name(user) + "%"));
      if (ROTATIONS >= LONG_RUN) {
        Await.until(
            "the replaced logins of " + user + " are gone (seed " + SEED + ")",
            Duration.ofMinutes(3),
            () -> scene.server().roles(scene.name(user) + "%").size() == 1,
            () -> kubectl.show(object));
        assertThat(told(object)).hasSize(1);
      }
    }
  }

  private Set<String> told(String object) {
    String names = "{.status.rotation.activeUser} {.status.rotation.pendingDeletion[*].user}";
    return new TreeSet<>(List.of(kubectl.get(object, names).strip().split(" +")));
  }
}
