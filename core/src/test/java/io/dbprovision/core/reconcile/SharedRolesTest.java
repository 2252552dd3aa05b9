package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import com.google.inject.Injector;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.fake.FakeResources;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SharedRolesTest {
  private static final ResourceKey USER = World.key(CustomKind.USER, "app");
  private static final ResourceKey OTHER = World.key(CustomKind.INSTANCE, "other");
  private static final ResourceKey DATABASE = World.key(CustomKind.DATABASE, "shop");

  private final World world = World.withInstance();
  private final FakeResources resources = world.resources();
  private final Injector injector =
      Guice.createInjector(new ReconcileModule(), new FakeSurroundings(world));
  private final SharedRoles shared = injector.getInstance(SharedRoles.class);

  @BeforeEach
  void aDatabaseOfALoginThatTakesTurns() {
    injector.getInstance(Wakeups.class).declareIndexes();
    resources.put(
        USER,
        Specs.with(Specs.user("app"), Map.of("passwordRotation", Map.of("enabled", true))),
        Map.of());
    resources.put(OTHER, world.resource(World.INSTANCE).spec().values(), Map.of());
    resources.put(
        DATABASE,
        Specs.with(
            Specs.database("shop"),
            Map.of("owner", "app", "instanceRef", Map.of("name", OTHER.name()))),
        Map.of());
    identity(World.INSTANCE, "one");
  }

  @Test
  void theLoginIsMeantThroughWhicheverInstanceTheServerIsNamed() {
    identity(OTHER, "one");
    assertThat(shared.namedBy(resource(DATABASE))).containsOnly(Map.entry("app", "svc_app"));
  }

  @Test
  void aLoginOfThatNameOnAnotherServerIsAnother() {
    identity(OTHER, "two");
    assertThat(shared.namedBy(resource(DATABASE))).isEmpty();
  }

  private void identity(ResourceKey instance, String identity) {
    resources.applyStatus(resource(instance), Map.of("serverIdentity", identity));
  }

  private CustomResource resource(ResourceKey key) {
    return resources.get(key).orElseThrow();
  }
}
