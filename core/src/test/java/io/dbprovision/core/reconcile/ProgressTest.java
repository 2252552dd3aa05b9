package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.fake.FakeResources;
import io.dbprovision.core.fake.Writes;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.status.StatusWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final ResourceKey KEY = new ResourceKey(CustomKind.DATABASE, "default", "slow");

  private final Writes writes = new Writes();
  private final FakeResources resources = new FakeResources(writes);
  private final StatusWriter statuses = new StatusWriter(resources, new Random(1));

  @Test
  void anObjectThatTakesLongIsCreating() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    resources.subscribe(CustomKind.DATABASE, new OnWrite(told));

    try (Progress.Watch _ = after(Duration.ZERO).over(database(Map.of()))) {
      assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(database().status().text("phase", "")).isEqualTo("Creating");
    assertThat(database().status().objects("conditions"))
        .singleElement()
        .satisfies(
            ready -> {
              assertThat(ready.text("type", "")).isEqualTo("Ready");
              assertThat(ready.text("status", "")).isEqualTo("False");
              assertThat(ready.text("reason", "")).isEqualTo("Creating");
            });
  }

  @Test
  void whatIsMadeWithinAMomentCostsNoWrite() {
    Progress progress = after(Duration.ofHours(1));

    progress.over(database(Map.of())).close();

    assertThat(writes.count()).isZero();
  }

  private Progress after(Duration moment) {
    return new Progress(statuses, InstantSource.fixed(Instant.EPOCH), moment);
  }

  private CustomResource database(Map<String, Object> spec) {
    resources.put(KEY, spec, Map.of());
    return database();
  }

  private CustomResource database() {
    return resources.get(KEY).orElseThrow();
  }

  private record OnWrite(CountDownLatch told) implements Resources.Listener {
    @Override
    public void changed(CustomResource now) {}

    @Override
    public void written(CustomResource now) {
      told.countDown();
    }

    @Override
    public void deleted(CustomResource last) {}
  }
}
