package io.dbprovision.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.Databases;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.Users;
import io.dbprovision.spi.testkit.TestContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedCallsTest {
  static final DatabaseSpec SHOP =
      DatabaseSpec.builder("shop", new Owner("c", "o", "ns", "shop", "u")).build();

  /** Long enough for calls that work, on a busy machine too. */
  private static final Duration SHORT = Duration.ofSeconds(2);

  private final Queue<String> calls = new ConcurrentLinkedQueue<>();
  @TempDir Path directory;

  @Test
  void aHealthySessionWorksThroughTheGuard() {
    try (PluginCatalog catalog = load(new EngineSource("good"));
        Session session = open(catalog, "good", "db")) {
      Databases databases = session.capability(Databases.class).orElseThrow();
      Plan plan = databases.plan(SHOP);
      Applied applied = databases.apply(plan, Set.of(plan.changes().getFirst().id()));
      assertThat(applied.done()).hasSize(1);
      assertThat(databases.names()).containsExactlyInAnyOrder("a", "b");
      assertThat(session.info().version()).isEqualTo("1");
      assertThat(session.capability(Users.class)).isEmpty();
      assertThat(databases.planAll(List.of(SHOP)).getFirst())
          .isInstanceOfSatisfying(
              PlanOutcome.Planned.class,
              planned -> assertThat(planned.plan().hash()).isEqualTo(plan.hash()));
    }
  }

  @Test
  void aCallThatHangsTimesOutWhileAnotherServersCallsGoOn() {
    EngineSource hanging =
        new EngineSource("slow")
            .planning(
                """
                if (desired.name().equals("shop")) {
                  while (true) {
                    try { Thread.sleep(1_000_000); } catch (InterruptedException e) { continue; }
                  }
                }
                return Plan.builder(true).build();
                """);
    try (PluginCatalog catalog = load(hanging, SHORT);
        Session stuck = open(catalog, "slow", "stuck");
        Session other = open(catalog, "slow", "other")) {
      Databases databases = stuck.capability(Databases.class).orElseThrow();
      EngineException failure = failure(() -> databases.plan(SHOP));
      assertThat(failure.kind()).isEqualTo(ErrorKind.TIMEOUT);
      assertThat(failure.getMessage()).contains("slow at stuck:1").contains("no answer within");
      assertThat(databases.names()).as("the thread was replaced").isNotEmpty();
      assertThat(other.capability(Databases.class).orElseThrow().names()).isNotEmpty();
      assertThat(calls).contains("slow Databases.plan TIMEOUT");
    }
  }

  @Test
  void aServersHealthIsAskedForWhileAllItsThreadsAreAtWork() throws Exception {
    CountDownLatch inside = new CountDownLatch(2);
    CountDownLatch release = new CountDownLatch(1);
    // the plugin shares no classes with this test but those of the JDK
    System.getProperties().put("test.inside", inside);
    System.getProperties().put("test.release", release);
    EngineSource busy =
        new EngineSource("busy")
            .planning(
                """
                var inside = (java.util.concurrent.CountDownLatch) System.getProperties().get("test.inside");
                var release = (java.util.concurrent.CountDownLatch) System.getProperties().get("test.release");
                inside.countDown();
                try { release.await(); } catch (InterruptedException e) { throw new IllegalStateException(e); }
                return Plan.builder(true).build();
                """);
    try (PluginCatalog catalog = load(busy);
        Session session = open(catalog, "busy", "db");
        ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
      Databases databases = session.capability(Databases.class).orElseThrow();
      List<Future<Plan>> work =
          List.of(
              workers.submit(() -> databases.plan(SHOP)),
              workers.submit(() -> databases.plan(SHOP)));
      inside.await();
      assertThat(session.info().version()).isEqualTo("1");
      assertThat(work).noneMatch(Future::isDone);
      release.countDown();
      for (Future<Plan> plan : work) {
        assertThat(plan.get().changes()).isEmpty();
      }
    } finally {
      release.countDown();
      System.getProperties().remove("test.inside");
      System.getProperties().remove("test.release");
    }
  }

  @Test
  void anUnexpectedExceptionIsInternalAndTellsNoMoreThanItsType() {
    try (PluginCatalog catalog =
            load(
                new EngineSource("bad")
                    .planning("throw new IllegalStateException(\"password=hunter2\");"));
        Session session = open(catalog, "bad", "db")) {
      Databases databases = session.capability(Databases.class).orElseThrow();
      EngineException failure = failure(() -> databases.plan(SHOP));
      assertThat(failure.kind()).isEqualTo(ErrorKind.INTERNAL);
      assertThat(failure.getMessage())
          .isEqualTo("plugin bad 1.0.0 failed in Databases.plan: java.lang.IllegalStateException");
      assertThat(calls).contains("bad Databases.plan INTERNAL");
    }
  }

  @Test
  void anErrorOfThePluginIsInternalToo() {
    try (PluginCatalog catalog = load(new EngineSource("bad").planning("return plan(desired);"));
        Session session = open(catalog, "bad", "db")) {
      Databases databases = session.capability(Databases.class).orElseThrow();
      assertThat(failure(() -> databases.plan(SHOP)).getMessage())
          .endsWith("failed in Databases.plan: java.lang.StackOverflowError");
    }
  }

  @Test
  void anEngineExceptionPassesUnchanged() {
    try (PluginCatalog catalog =
            load(
                new EngineSource("picky")
                    .planning(
                        "throw EngineException.at(ErrorKind.INVALID, \"spec.name\", \"too odd\");"));
        Session session = open(catalog, "picky", "db")) {
      Databases databases = session.capability(Databases.class).orElseThrow();
      EngineException failure = failure(() -> databases.plan(SHOP));
      assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID);
      assertThat(failure.path()).contains("spec.name");
      assertThat(failure.getMessage()).isEqualTo("spec.name: too odd");
    }
  }

  @Test
  void anAnswerOfNullIsInternal() {
    try (PluginCatalog catalog = load(new EngineSource("mute").planning("return null;"));
        Session session = open(catalog, "mute", "db")) {
      Databases databases = session.capability(Databases.class).orElseThrow();
      assertThat(failure(() -> databases.plan(SHOP)).getMessage())
          .isEqualTo("plugin mute 1.0.0 answered Databases.plan with nothing");
    }
  }

  @Test
  void aChangeThatThrowsWhenReadFailsThePlanNotTheReader() {
    try (PluginCatalog catalog =
            load(
                new EngineSource("bad")
                    .planning("return Plan.builder(false).change(new TheChange(null)).build();"));
        Session session = open(catalog, "bad", "db")) {
      Databases databases = session.capability(Databases.class).orElseThrow();
      assertThat(failure(() -> databases.plan(SHOP)).kind()).isEqualTo(ErrorKind.INTERNAL);
    }
  }

  @Test
  void aPlanHoldsNoObjectOfThePlugin() {
    try (PluginCatalog catalog = load(new EngineSource("good"));
        Session session = open(catalog, "good", "db")) {
      Change change =
          session.capability(Databases.class).orElseThrow().plan(SHOP).changes().getFirst();
      assertThat(change.getClass().getClassLoader())
          .isEqualTo(GuardedCallsTest.class.getClassLoader());
    }
  }

  @Test
  void aClosedSessionIsUnreachableAndClosingTwiceIsFine() {
    try (PluginCatalog catalog = load(new EngineSource("good"))) {
      Session session = open(catalog, "good", "db");
      session.close();
      session.close();
      assertThat(failure(session::info).kind()).isEqualTo(ErrorKind.UNREACHABLE);
    }
  }

  @Test
  void aSessionThatOpensTooLateIsClosed() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    // the plugin shares no classes with this test but those of the JDK
    System.getProperties().put("test.release", release);
    System.getProperties().put("test.closed", closed);
    EngineSource late =
        new EngineSource("late")
            .opening(
                """
                var release = (java.util.concurrent.CountDownLatch) System.getProperties().get("test.release");
                boolean waiting = true;
                while (waiting) {
                  try { release.await(); waiting = false; } catch (InterruptedException e) { waiting = true; }
                }
                return new TheSession() {
                  public void close() {
                    ((java.util.concurrent.CountDownLatch) System.getProperties().get("test.closed")).countDown();
                  }
                };
                """);
    try (PluginCatalog catalog = load(late, SHORT)) {
      assertThat(failure(() -> open(catalog, "late", "db")).kind()).isEqualTo(ErrorKind.TIMEOUT);
      release.countDown();
      assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      System.getProperties().remove("test.release");
      System.getProperties().remove("test.closed");
    }
  }

  @Test
  void everyCallIsObserved() {
    try (PluginCatalog catalog = load(new EngineSource("good"));
        Session session = open(catalog, "good", "db")) {
      session.info();
      assertThat(calls).containsExactly("good Engine.open null", "good Session.info null");
    }
  }

  private PluginCatalog load(EngineSource engine) {
    return load(engine, Duration.ofSeconds(60));
  }

  private PluginCatalog load(EngineSource engine, Duration deadline) {
    PluginJar.named(engine.name()).engine(engine).write(directory, "a.jar");
    PluginSettings settings =
        new PluginSettings(
            directory,
            ChecksumMode.OFF,
            Duration.ofSeconds(20),
            new Deadlines(deadline, deadline, deadline),
            2);
    return PluginCatalog.load(settings, new Recording());
  }

  static Session open(PluginCatalog catalog, String engine, String host) {
    EngineName name = new EngineName(engine);
    return catalog
        .engines()
        .require(name)
        .open(
            Endpoint.builder(name, host, 1, new Credentials("admin", SecretText.of("x"))).build(),
            TestContext.standard());
  }

  private static EngineException failure(Runnable call) {
    return catchThrowableOfType(EngineException.class, call::run);
  }

  private final class Recording implements PluginObserver {
    @Override
    public void loaded(PluginReport report) {}

    @Override
    public void refused(PluginReport report) {}

    @Override
    public void call(
        String pluginId, String operation, Duration took, @Nullable ErrorKind failure) {
      calls.add(pluginId + " " + operation + " " + failure);
    }
  }
}
