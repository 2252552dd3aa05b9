package io.dbprovision.core.deletion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.fake.FakeEvents;
import io.dbprovision.core.fake.FakeNamespaces;
import io.dbprovision.core.fake.FakeResources;
import io.dbprovision.core.fake.Writes;
import io.dbprovision.core.status.StatusWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CascadeTest {
  private static final ResourceKey ROLE = new ResourceKey(CustomKind.ROLE, "team", "readers");

  private final Writes writes = new Writes();
  private final FakeResources resources = new FakeResources(writes);
  private final FakeNamespaces namespaces = new FakeNamespaces();
  private final FakeEvents events = new FakeEvents();
  private final Cascade cascade =
      new Cascade(
          resources,
          namespaces,
          new StatusWriter(resources, new Random(1)),
          events,
          InstantSource.fixed(Instant.EPOCH));

  @BeforeEach
  void deletionOfTheRoleIsAskedFor() {
    resources.put(ROLE, Map.of(), Map.of());
    resources.hold(ROLE, CustomKind.ROLE.finalizer());
    resources.requestDeletion(ROLE);
  }

  @Test
  void whatNothingDependsOnGoesWithoutAWord() {
    assertThat(advance()).isEqualTo(new Cascade.Step.Clear());
    assertThat(writes.count()).isZero();
    assertThat(events.seen()).isEmpty();
  }

  @Test
  void withoutForceAChildBlocks() {
    grant("team", "b");
    grant("else", "a");

    assertThat(delay(advance())).isEqualTo(Duration.ofSeconds(10));

    assertThat(role().status().text("phase")).contains("Failed");
    assertThat(ready())
        .isEqualTo(
            "False DependenciesExist: 2 objects depend on it: DatabaseGrant/b,"
                + " DatabaseGrant/else/a; delete them first");
    assertThat(role().status().has("deletionConfirmation")).isFalse();
    assertThat(events.seen()).hasSize(1).first().asString().startsWith("DeletionBlocked readers");
    assertThat(grants()).noneMatch(CustomResource::deleting);
  }

  @Test
  void withForceTheHashOfTheChildrenIsAskedFor() {
    grant("team", "a");
    force(Map.of());

    assertThat(delay(advance())).isEqualTo(Duration.ofSeconds(10));

    // printf 'DatabaseGrant/a' | sha256sum | cut -c1-8
    Fields asked = role().status().object("deletionConfirmation");
    assertThat(asked.flag("required", false)).isTrue();
    assertThat(asked.text("hash")).contains("862fd819");
    assertThat(asked.texts("children")).containsExactly("DatabaseGrant/a");
    assertThat(asked.number("remainingCount", 0)).isEqualTo(1);
    assertThat(role().status().text("phase")).contains("PendingDeletion");
    assertThat(ready()).startsWith("False PendingDeletionConfirmation: ");
    assertThat(events.seen())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("ForceDeletePending readers")
        .contains(Keys.CONFIRM_FORCE_DELETE + "=862fd819");
    assertThat(grants()).noneMatch(CustomResource::deleting);
    assertThat(Cascade.consented(role())).isFalse();
  }

  @Test
  void onceTheHashMatchesTheChildrenGoAndThenTheParent() {
    grant("team", "a");
    grant("team", "b");
    agree();

    assertThat(delay(advance())).isEqualTo(Duration.ofSeconds(5));

    assertThat(role().status().text("phase")).contains("Deleting");
    assertThat(ready()).isEqualTo("False CascadeDeleting: deleting 2 dependent objects");
    assertThat(Cascade.consented(role())).isTrue();
    assertThat(grants()).allMatch(CustomResource::deleting);

    gone("a");
    assertThat(delay(advance())).isEqualTo(Duration.ofSeconds(5));
    assertThat(ready()).isEqualTo("False CascadeDeleting: deleting 1 dependent objects");
    gone("b");
    assertThat(advance()).isEqualTo(new Cascade.Step.Clear());
    assertThat(events.seen()).last().asString().startsWith("CascadeDeleteComplete readers");
  }

  @Test
  void aChildThatComesLaterBlocksAgainAndStays() {
    grant("team", "a");
    agree();
    advance();
    grant("team", "later");

    advance();

    assertThat(role().status().text("phase")).contains("PendingDeletion");
    assertThat(role().status().object("deletionConfirmation").texts("children"))
        .containsExactly("DatabaseGrant/a", "DatabaseGrant/later");
    assertThat(Cascade.consented(role())).isFalse();
    assertThat(resources.get(key("team", "later")).orElseThrow().deleting()).isFalse();
  }

  @Test
  void theConsentIsOnRecordBeforeTheFirstChildGoes() {
    grant("team", "a");
    grant("team", "b");
    agree();
    writes.crashAfter(2);
    assertThatThrownBy(this::advance).isInstanceOf(Writes.Crash.class);
    List<CustomResource> left = grants().stream().filter(grant -> !grant.deleting()).toList();
    assertThat(left).hasSize(1);
    grants().stream().filter(CustomResource::deleting).forEach(grant -> gone(grant.name()));

    advance();

    assertThat(role().status().text("phase")).contains("Deleting");
    assertThat(grants()).hasSize(1).allMatch(CustomResource::deleting);
  }

  @Test
  void forceThatWasWithdrawnEndsTheCascadeAndItsConsent() {
    grant("team", "a");
    agree();
    advance();
    resources.put(ROLE, Map.of(), Map.of());

    advance();

    assertThat(ready()).startsWith("False DependenciesExist: ");
    assertThat(role().status().has("deletionConfirmation")).isFalse();
  }

  @Test
  void inTheCascadeOfItsOwnParentNobodyIsAskedAgain() {
    grant("team", "a");

    Cascade.Step step = cascade.advance(role(), grants(), List.of(), List.of(), true);

    assertThat(delay(step)).isEqualTo(Duration.ofSeconds(5));
    assertThat(ready()).isEqualTo("False CascadeDeleting: deleting 1 dependent objects");
    assertThat(grants()).allMatch(CustomResource::deleting);
    assertThat(events.seen()).isEmpty();
  }

  @Test
  void inATerminatingNamespaceItWaitsForTheChildrenThereWithoutAsking() {
    grant("team", "a");
    force(Map.of());
    namespaces.terminate("team");

    assertThat(delay(advance())).isEqualTo(Duration.ofSeconds(2));
    assertThat(delay(cascade.advance(role(), List.of(), List.of(), grants(), false)))
        .as("another operator's goes too")
        .isEqualTo(Duration.ofSeconds(2));

    assertThat(role().status().text("phase")).contains("Deleting");
    assertThat(role().status().has("deletionConfirmation")).isFalse();
    assertThat(events.seen()).isEmpty();
    assertThat(grants()).noneMatch(CustomResource::deleting);
    assertThat(writes.count()).as("said once").isEqualTo(1);
  }

  @Test
  void aTerminatingNamespaceIsNotHeldByWhatDependsOnItElsewhere() {
    grant("else", "a");
    namespaces.terminate("team");

    assertThat(advance()).isEqualTo(new Cascade.Step.Clear());
    assertThat(grants()).noneMatch(CustomResource::deleting);
  }

  @Test
  void notEvenForceLeavesAnotherOperatorsChildBehind() {
    grant("team", "theirs");
    force(Map.of());

    Cascade.Step step = cascade.advance(role(), List.of(), List.of(), grants(), true);

    assertThat(delay(step)).isEqualTo(Duration.ofSeconds(10));
    assertThat(ready())
        .isEqualTo(
            "False DependenciesExist: 1 objects of other operators depend on it:"
                + " DatabaseGrant/theirs; delete them first");
    assertThat(grants()).noneMatch(CustomResource::deleting);
  }

  @Test
  void childrenOfAClusterWideParentAreNamedWithTheirNamespaceUnlessTheyHaveNone() {
    ResourceKey server = new ResourceKey(CustomKind.CLUSTER_INSTANCE, "", "shared");
    ResourceKey clusterRole = new ResourceKey(CustomKind.CLUSTER_ROLE, "", "all");
    resources.put(server, Map.of(), Map.of());
    resources.put(clusterRole, Map.of(), Map.of());
    grant("team", "a");

    assertThat(
            Identifiers.of(
                resources.get(server).orElseThrow(),
                List.of(
                    role(),
                    resources.get(clusterRole).orElseThrow(),
                    resources.get(key("team", "a")).orElseThrow())))
        .containsExactly(
            "ClusterDatabaseRole/all", "DatabaseGrant/team/a", "DatabaseRole/team/readers");
    assertThat(Identifiers.of(role(), List.of(resources.get(clusterRole).orElseThrow())))
        .containsExactly("ClusterDatabaseRole/all");
  }

  private Cascade.Step advance() {
    return cascade.advance(role(), grants(), List.of(), List.of(), false);
  }

  private static Duration delay(Cascade.Step step) {
    return switch (step) {
      case Cascade.Step.Clear clear -> throw new AssertionError("nothing held it");
      case Cascade.Step.Waiting waiting -> waiting.delay();
    };
  }

  private CustomResource role() {
    return resources.get(ROLE).orElseThrow();
  }

  /** The condition Ready as one line. */
  private String ready() {
    List<Fields> found = role().status().objects("conditions");
    assertThat(found).hasSize(1);
    Fields ready = found.getFirst();
    return "%s %s: %s"
        .formatted(ready.text("status", ""), ready.text("reason", ""), ready.text("message", ""));
  }

  private List<CustomResource> grants() {
    return List.copyOf(resources.list(CustomKind.GRANT));
  }

  private static ResourceKey key(String namespace, String name) {
    return new ResourceKey(CustomKind.GRANT, namespace, name);
  }

  private void grant(String namespace, String name) {
    resources.put(key(namespace, name), Map.of(), Map.of());
    resources.hold(key(namespace, name), CustomKind.GRANT.finalizer());
  }

  private void gone(String name) {
    resources.removeFinalizers(resources.get(key("team", name)).orElseThrow());
  }

  private void force(Map<String, String> more) {
    Map<String, String> annotations = new java.util.LinkedHashMap<>(more);
    annotations.put(Keys.FORCE_DELETE, "true");
    resources.put(ROLE, Map.of(), annotations);
  }

  /** Force, and the hash that the status shows then. */
  private void agree() {
    force(Map.of());
    advance();
    force(
        Map.of(
            Keys.CONFIRM_FORCE_DELETE,
            role().status().object("deletionConfirmation").text("hash", "")));
  }
}
