package io.dbprovision.core.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Metadata;
import io.dbprovision.core.api.ResourceKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResourceCacheTest {
  private static final ResourceKey KEY = new ResourceKey(CustomKind.DATABASE, "team-a", "shop");
  private static final List<String> HELD = List.of(CustomKind.DATABASE.finalizer());

  private final ResourceCache cache = new ResourceCache(Resources.Listener.of(_ -> {}));

  @Test
  void theAnswerToAWriteCountsUntilTheWatchHasSomethingNewer() {
    cache.observed(shop("7", List.of()));
    cache.wrote(shop("9", HELD));
    cache.observed(shop("8", List.of()));
    assertThat(found().held()).isTrue();
  }

  @Test
  void whatIsLetGoIsNotHeldThoughItsLastVersionIsTheOneThatWas() {
    cache.observed(shop("7", HELD));
    cache.wrote(shop("7", List.of()));
    assertThat(found().held()).isFalse();
  }

  @Test
  void aLateAnswerBringsNothingBack() {
    cache.observed(shop("7", HELD));
    cache.forgotten(KEY);
    cache.wrote(shop("9", HELD));
    assertThat(cache.get(KEY)).isEmpty();
  }

  private CustomResource found() {
    return cache.get(KEY).orElseThrow();
  }

  private static CustomResource shop(String version, List<String> finalizers) {
    Metadata metadata =
        new Metadata(
            KEY.namespace(),
            KEY.name(),
            "uid-1",
            version,
            1,
            null,
            null,
            Map.of(),
            Map.of(),
            finalizers);
    return new CustomResource(KEY.kind(), metadata, Fields.empty(), Fields.empty());
  }
}
