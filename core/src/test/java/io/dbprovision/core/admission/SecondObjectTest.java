package io.dbprovision.core.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.fake.FakeResources;
import io.dbprovision.core.fake.Writes;
import io.dbprovision.core.instance.SameServer;
import io.dbprovision.core.kube.AdmissionRequest;
import io.dbprovision.core.kube.AdmissionRequest.Operation;
import io.dbprovision.core.reference.Indexes;
import io.dbprovision.core.reference.Refs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One database has one object, also when no watch has told of the first one yet. */
class SecondObjectTest {
  private static final ResourceKey FIRST = key(CustomKind.DATABASE, "orders");
  private static final ResourceKey SECOND = key(CustomKind.DATABASE, "again");

  private final FakeResources resources = new FakeResources(new Writes());
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private Runnable meanwhile = () -> {};
  private final CountDownLatch stored = new CountDownLatch(1);
  private volatile boolean frozen;
  private final SecondObject rule =
      new SecondObject(
          resources,
          new SameServer(resources),
          new LetThrough(now::get),
          new JustMade(resources, now::get, this::rest));

  @BeforeEach
  void start() {
    for (CustomKind kind :
        List.of(CustomKind.DATABASE, CustomKind.USER, CustomKind.ROLE, CustomKind.CLUSTER_ROLE)) {
      resources.index(
          kind,
          Indexes.INSTANCE,
          object -> Refs.instance(object).map(ResourceKey::path).stream().toList());
    }
    resources.put(key(CustomKind.INSTANCE, "main"), Map.of(), Map.of());
  }

  @Test
  void theSecondOneIsRefusedAndTheFirstIsNamed() {
    put(FIRST, "orders");

    assertThat(create(SECOND, "orders"))
        .singleElement()
        .isInstanceOf(Finding.Refusal.class)
        .extracting(Finding::text)
        .asString()
        .contains("spec.name", "\"orders\"", FIRST.toString());
    assertThat(create(key(CustomKind.DATABASE, "stock"), "stock")).isEmpty();
  }

  @Test
  void theSameNameOnAnotherServerIsAnotherDatabase() {
    put(FIRST, "orders");
    resources.put(key(CustomKind.INSTANCE, "other"), Map.of(), Map.of());

    assertThat(look(creation(with(SECOND, "orders", "other")))).isEmpty();
  }

  @Test
  void anotherInstanceOfTheSameServerIsNoWayAround() {
    resources.put(key(CustomKind.INSTANCE, "other"), Map.of(), Map.of());
    for (String instance : List.of("main", "other")) {
      resources.applyStatus(
          resources.get(key(CustomKind.INSTANCE, instance)).orElseThrow(),
          Map.of("serverIdentity", "one"));
    }
    assertThat(create(FIRST, "orders")).isEmpty();
    resources.watch.unseen.put(FIRST, with(FIRST, "orders", "main"));

    assertThat(look(creation(with(SECOND, "orders", "other")))).isNotEmpty();
  }

  @Test
  void whatIsAppliedAgainIsNoSecondObject() {
    put(FIRST, "orders");
    CustomResource known = resources.get(FIRST).orElseThrow();

    assertThat(look(request(Operation.UPDATE, false, known, Optional.of(known)))).isEmpty();
    assertThat(look(creation(known))).isEmpty();
  }

  @Test
  void aChangeToTheNameOfAnotherIsRefused() {
    put(FIRST, "orders");
    put(SECOND, "stock");
    CustomResource before = resources.get(SECOND).orElseThrow();

    assertThat(
            look(
                request(
                    Operation.UPDATE, false, with(SECOND, "orders", "main"), Optional.of(before))))
        .isNotEmpty();
  }

  @Test
  void oneThatNoWatchHasToldOfYetCounts() {
    assertThat(create(FIRST, "orders")).isEmpty();
    resources.watch.unseen.put(FIRST, with(FIRST, "orders", "main"));

    assertThat(create(SECOND, "orders"))
        .singleElement()
        .extracting(Finding::text)
        .asString()
        .contains(FIRST.toString());
    assertThat(create(FIRST, "orders")).as("asked for again, as by a retry").isEmpty();
  }

  @Test
  void oneThatIsStillOnItsWayIsWaitedFor() {
    create(FIRST, "orders");
    meanwhile = () -> resources.watch.unseen.put(FIRST, with(FIRST, "orders", "main"));

    assertThat(create(SECOND, "orders")).isNotEmpty();
    assertThat(now.get()).isEqualTo(Instant.EPOCH.plusMillis(250));
  }

  @Test
  void oneThatSomebodyElseRefusedHoldsNobodyForMoreThanASecond() {
    create(FIRST, "orders");

    assertThat(create(SECOND, "orders")).isEmpty();
    assertThat(now.get()).isEqualTo(Instant.EPOCH.plus(JustMade.ON_ITS_WAY));

    Instant later = now.get();
    resources.watch.unseen.put(SECOND, with(SECOND, "orders", "main"));
    assertThat(create(FIRST, "orders")).as("now that one has it").isNotEmpty();
    assertThat(now.get()).as("found at once").isEqualTo(later);
  }

  @Test
  void afterThatSecondNobodyWaits() {
    create(FIRST, "orders");
    now.set(Instant.EPOCH.plus(JustMade.ON_ITS_WAY));

    assertThat(create(SECOND, "orders")).isEmpty();
    assertThat(now.get()).isEqualTo(Instant.EPOCH.plus(JustMade.ON_ITS_WAY));
  }

  @Test
  void oneThatHasAnotherNameByNowOrIsGoingHoldsNobody() {
    create(FIRST, "orders");
    resources.watch.unseen.put(FIRST, with(FIRST, "stock", "main"));
    assertThat(create(SECOND, "orders")).isEmpty();

    create(key(CustomKind.DATABASE, "third"), "bills");
    put(FIRST, "bills");
    resources.hold(FIRST, "somebody/else");
    resources.requestDeletion(FIRST);
    resources.watch.unseen.clear();
    assertThat(create(SECOND, "bills")).isEmpty();
  }

  @Test
  void aDryRunClaimsNothing() {
    look(request(Operation.CREATE, true, with(FIRST, "orders", "main"), Optional.empty()));
    resources.watch.unseen.put(FIRST, with(FIRST, "orders", "main"));

    assertThat(create(SECOND, "orders")).as("nobody remembers the first").isEmpty();
  }

  @Test
  void ofManyAtOnceOneIsLetThrough() throws Exception {
    int many = 16;
    CountDownLatch all = new CountDownLatch(many);
    List<Callable<Boolean>> requests = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      CustomResource object = with(key(CustomKind.DATABASE, "db" + i), "orders", "main");
      requests.add(
          () -> {
            all.countDown();
            all.await();
            boolean let = look(creation(object)).isEmpty();
            if (let) {
              resources.watch.unseen.put(object.key(), object);
              stored.countDown();
            }
            return let;
          });
    }
    int let = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // time does not go by: who is on their way is waited for until they are there
      frozen = true;
      for (Future<Boolean> answer : threads.invokeAll(requests)) {
        let += answer.get() ? 1 : 0;
      }
    }

    assertThat(let).isEqualTo(1);
  }

  private void rest(Duration time) throws InterruptedException {
    meanwhile.run();
    if (frozen) {
      stored.await();
    } else {
      now.updateAndGet(before -> before.plus(time));
    }
  }

  private List<Finding> create(ResourceKey key, String name) {
    return look(creation(with(key, name, "main")));
  }

  private List<Finding> look(AdmissionRequest request) {
    return rule.look(request);
  }

  private static AdmissionRequest creation(CustomResource object) {
    return request(Operation.CREATE, false, object, Optional.empty());
  }

  private static AdmissionRequest request(
      Operation operation, boolean dryRun, CustomResource object, Optional<CustomResource> before) {
    return new AdmissionRequest("1", operation, "admin", dryRun, object, before);
  }

  private void put(ResourceKey key, String name) {
    resources.put(key, spec(name, "main"), Map.of());
  }

  /** One that no cache has. */
  private static CustomResource with(ResourceKey key, String name, String instance) {
    FakeResources apart = new FakeResources(new Writes());
    apart.put(key, spec(name, instance), Map.of());
    return apart.get(key).orElseThrow();
  }

  private static ResourceKey key(CustomKind kind, String name) {
    return new ResourceKey(kind, "team", name);
  }

  private static Map<String, Object> spec(String name, String instance) {
    return Map.of("instanceRef", Map.of("name", instance), "name", name);
  }
}
