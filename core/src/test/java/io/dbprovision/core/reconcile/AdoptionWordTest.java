package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.testkit.memory.StoredObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** On an instance of several namespaces it takes more than a tenant's own wish to adopt. */
class AdoptionWordTest {
  private static final ResourceKey CLUSTER_WIDE =
      new ResourceKey(CustomKind.CLUSTER_INSTANCE, "", "shared");
  private static final Map<String, String> ADOPT = Map.of(Keys.ADOPT, "true");
  private static final StoredObject FOREIGN =
      StoredObject.foreign().withComment("by hand").withPassword(SecretText.of("theirs"));
  private static final StoredObject FAR =
      FOREIGN.withOwner(new Owner("another-cluster", "default", "team", "legacy", "uid"));

  /** A kind that adopts, and where an instance names what it lets be adopted. */
  record Sort(CustomKind kind, String nameField, String list) {}

  private static final Sort DATABASE = new Sort(CustomKind.DATABASE, "name", Keys.ADOPT_DATABASES);
  private static final Sort USER = new Sort(CustomKind.USER, "username", Keys.ADOPT_USERS);
  private static final Sort ROLE = new Sort(CustomKind.ROLE, "roleName", Keys.ADOPT_ROLES);

  private final World world = World.withInstance();
  private final TestOperator operator = new TestOperator(world);

  @BeforeEach
  void start() {
    world.namespaces().annotate("default", Keys.ALLOW_FROM, "*");
    annotate(CLUSTER_WIDE, Map.of());
  }

  static Stream<Arguments> everythingOnSharedInstances() {
    return Stream.of(DATABASE, USER, ROLE)
        .flatMap(
            sort ->
                Stream.of(World.INSTANCE, CLUSTER_WIDE)
                    .flatMap(
                        instance ->
                            Stream.of(FOREIGN, FAR)
                                .map(found -> Arguments.of(sort, instance, found))));
  }

  @ParameterizedTest
  @MethodSource("everythingOnSharedInstances")
  void aTenantAdoptsNothingOfASharedServerUntilTheInstanceNamesIt(
      Sort sort, ResourceKey instance, StoredObject found) {
    stored(sort).put("legacy", found);
    ResourceKey wanted = new ResourceKey(sort.kind(), "team", "legacy");
    operator.apply(wanted, spec(sort, instance), ADOPT);
    assertRefused(wanted, sort, instance);
    assertThat(stored(sort)).containsExactly(Map.entry("legacy", found));
    assertThat(world.secrets().get("team", "legacy-credentials")).isEmpty();

    annotate(instance, Map.of(sort.list(), "other, team/legacy"));
    operator.settle();

    assertThat(world.condition(wanted, "Synced").status()).isEqualTo("True");
    StoredObject kept = Objects.requireNonNull(stored(sort).get("legacy"));
    assertThat(Objects.requireNonNull(kept.owner()).namespace()).isEqualTo("team");
    assertThat(kept.withOwner(found.owner())).isEqualTo(found);
  }

  @ParameterizedTest
  @MethodSource("everythingOnSharedInstances")
  void theDeletionOfOneThatWasRefusedLeavesTheServerAlone(
      Sort sort, ResourceKey instance, StoredObject found) {
    stored(sort).put("legacy", found);
    ResourceKey wanted = new ResourceKey(sort.kind(), "team", "legacy");
    operator.apply(wanted, spec(sort, instance), ADOPT);
    operator.delete(wanted);
    assertThat(world.gone(wanted)).isTrue();
    assertThat(stored(sort)).containsExactly(Map.entry("legacy", found));
  }

  @Test
  void theWordIsForOneNamespaceAndOneName() {
    world.server().databases().put("legacy", FOREIGN);
    ResourceKey wanted = new ResourceKey(CustomKind.DATABASE, "team", "legacy");
    for (ResourceKey instance : List.of(World.INSTANCE, CLUSTER_WIDE)) {
      for (String word : List.of("legacy", "other/legacy", "team/legacy2", "*", "team/*", "/")) {
        annotate(instance, Map.of(Keys.ADOPT_DATABASES, word, Keys.ADOPT_USERS, "team/legacy"));
        operator.apply(wanted, spec(DATABASE, instance), ADOPT);
        assertRefused(wanted, DATABASE, instance);
      }
    }
    assertThat(world.server().databases()).containsEntry("legacy", FOREIGN);
  }

  @Test
  void theWordAloneAdoptsNothingEither() {
    world.server().databases().put("legacy", FOREIGN);
    ResourceKey wanted = new ResourceKey(CustomKind.DATABASE, "team", "legacy");
    annotate(CLUSTER_WIDE, Map.of(Keys.ADOPT_DATABASES, "team/legacy"));
    operator.apply(wanted, spec(DATABASE, CLUSTER_WIDE));
    assertThat(world.condition(wanted, "Synced").reason()).isEqualTo("Conflict");
    assertThat(world.condition(wanted, "Synced").message())
        .contains(Keys.ADOPT + "=true")
        .doesNotContain(Keys.ADOPT_DATABASES);
    assertThat(world.server().databases()).containsEntry("legacy", FOREIGN);
  }

  @Test
  void whatIsMissingIsAllSaidAtOnce() {
    world.server().databases().put("legacy", FOREIGN);
    ResourceKey wanted = new ResourceKey(CustomKind.DATABASE, "team", "legacy");
    operator.apply(wanted, spec(DATABASE, CLUSTER_WIDE));
    assertThat(world.condition(wanted, "Synced").message())
        .isEqualTo(
            "Conflict: database legacy exists and nobody is on record as its owner;"
                + " ClusterDatabaseInstance shared is not this namespace's own, so adoption needs"
                + " its word, too: annotate it with"
                + " dbops.dbprovision.io/adopt-databases=team/legacy (a list, commas between); to"
                + " take it over, annotate the object with dbops.dbprovision.io/adopt=true");
  }

  @Test
  void inItsOwnNamespaceTheObjectsWishIsEnough() {
    world.server().databases().put("legacy", FAR);
    ResourceKey wanted = World.key(CustomKind.DATABASE, "legacy");
    operator.apply(wanted, spec(DATABASE, World.INSTANCE), ADOPT);
    assertThat(world.condition(wanted, "Synced").status()).isEqualTo("True");
  }

  @Test
  void noWordLetsAnObjectHaveWhatIsSomebodyElsesInTheCluster() {
    operator.apply(World.key(CustomKind.DATABASE, "legacy"), spec(DATABASE, World.INSTANCE));
    StoredObject theirs = Objects.requireNonNull(world.server().databases().get("legacy"));
    annotate(CLUSTER_WIDE, Map.of(Keys.ADOPT_DATABASES, "team/legacy"));
    ResourceKey wanted = new ResourceKey(CustomKind.DATABASE, "team", "legacy");
    operator.apply(wanted, spec(DATABASE, CLUSTER_WIDE), ADOPT);
    assertThat(world.condition(wanted, "Synced").reason()).isEqualTo("Conflict");
    assertThat(world.server().databases()).containsEntry("legacy", theirs);
  }

  @Test
  void aRoleOfTheWholeClusterIsNamedAlone() {
    world.server().roles().put("legacy", FOREIGN);
    ResourceKey wanted = new ResourceKey(CustomKind.CLUSTER_ROLE, "", "legacy");
    annotate(CLUSTER_WIDE, Map.of(Keys.ADOPT_ROLES, "default/legacy"));
    operator.apply(wanted, spec(ROLE, CLUSTER_WIDE), ADOPT);
    assertThat(world.condition(wanted, "Synced").message())
        .contains("annotate it with dbops.dbprovision.io/adopt-roles=legacy (");
    annotate(CLUSTER_WIDE, Map.of(Keys.ADOPT_ROLES, "legacy"));
    operator.settle();
    assertThat(world.condition(wanted, "Synced").status()).isEqualTo("True");
  }

  @Test
  void whatWasAdoptedStaysWhenAllAnnotationsGo() {
    world.server().databases().put("legacy", FOREIGN);
    ResourceKey wanted = new ResourceKey(CustomKind.DATABASE, "team", "legacy");
    annotate(CLUSTER_WIDE, Map.of(Keys.ADOPT_DATABASES, "team/legacy"));
    operator.apply(wanted, spec(DATABASE, CLUSTER_WIDE), ADOPT);
    annotate(CLUSTER_WIDE, Map.of());
    operator.apply(wanted, spec(DATABASE, CLUSTER_WIDE));
    operator.later(World.DRIFT_INTERVAL.multipliedBy(3));
    assertThat(world.condition(wanted, "Synced").status()).isEqualTo("True");
  }

  @Test
  void whatAnEarlierOperatorHadReadyThereGoesOnUnasked() {
    for (ResourceKey instance : List.of(World.INSTANCE, CLUSTER_WIDE)) {
      String name = instance.equals(CLUSTER_WIDE) ? "one" : "two";
      world.server().databases().put(name, FOREIGN);
      ResourceKey earlier = new ResourceKey(CustomKind.DATABASE, "team", name);
      world
          .resources()
          .put(earlier, Specs.with(spec(DATABASE, instance), Map.of("name", name)), Map.of());
      Map<String, Object> status = new LinkedHashMap<>();
      status.put("phase", "Ready");
      status.put("observedGeneration", 1L);
      status.put("database", Map.of("name", name));
      world.resources().applyStatus(world.resource(earlier), status);
      operator.settle();
      operator.later(Duration.ofMinutes(1));
      assertThat(world.condition(earlier, "Synced").status()).isEqualTo("True");
      assertThat(Objects.requireNonNull(world.server().databases().get(name)).owner()).isNotNull();
    }
  }

  private Map<String, StoredObject> stored(Sort sort) {
    return sort.equals(DATABASE)
        ? world.server().databases()
        : sort.equals(USER) ? world.server().users() : world.server().roles();
  }

  private static Map<String, Object> spec(Sort sort, ResourceKey instance) {
    Map<String, Object> spec = new HashMap<>();
    spec.put(sort.nameField(), "legacy");
    if (sort.equals(DATABASE)) {
      spec.put("deletionProtection", false);
    }
    if (instance.equals(CLUSTER_WIDE)) {
      spec.put("clusterInstanceRef", Map.of("name", instance.name()));
    } else {
      spec.put("instanceRef", Map.of("name", instance.name(), "namespace", instance.namespace()));
    }
    return Map.copyOf(spec);
  }

  private void annotate(ResourceKey instance, Map<String, String> annotations) {
    if (instance.equals(World.INSTANCE)) {
      world.applyInstance(Map.of(), annotations);
    } else {
      world
          .resources()
          .put(
              instance,
              Map.of(
                  "engine",
                  "memory",
                  "connection",
                  Map.of(
                      "host",
                      "db.test",
                      "port",
                      5000,
                      "secretRef",
                      Map.of("name", "admin", "namespace", "default"))),
              annotations);
    }
    operator.settle();
  }

  private void assertRefused(ResourceKey wanted, Sort sort, ResourceKey instance) {
    World.Condition synced = world.condition(wanted, "Synced");
    assertThat(synced.status()).isEqualTo("False");
    assertThat(synced.reason()).isEqualTo("Conflict");
    assertThat(synced.message())
        .contains(instance + " is not this namespace's own", sort.list() + "=team/legacy");
  }
}
