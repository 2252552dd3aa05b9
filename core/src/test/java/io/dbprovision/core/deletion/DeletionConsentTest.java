package io.dbprovision.core.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.Metadata;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeletionConsentTest {
  private static final List<String> CHILDREN = List.of("DatabaseUser/b", "Database/a");

  @Test
  void theHashIsOverTheSortedIdentifiersOneALine() {
    // printf 'Database/a\nDatabaseUser/b' | sha256sum | cut -c1-8
    assertThat(DeletionConsent.hash(CHILDREN)).isEqualTo("a01f3000");
    assertThat(DeletionConsent.hash(CHILDREN.reversed())).isEqualTo(DeletionConsent.hash(CHILDREN));
  }

  @Test
  void consentIsAskedForUntilTheHashMatches() {
    assertThat(DeletionConsent.of(parent(Map.of(), Map.of()), CHILDREN, List.of()).given())
        .isFalse();
    assertThat(DeletionConsent.of(confirmed("00000000", Map.of()), CHILDREN, List.of()).given())
        .isFalse();
    assertThat(
            DeletionConsent.of(
                    confirmed(DeletionConsent.hash(CHILDREN), Map.of()), CHILDREN, List.of())
                .given())
        .isTrue();
  }

  @Test
  void givenConsentHoldsWhileChildrenGoAndNotForANewOne() {
    CustomResource parent =
        confirmed(
            "x", Map.of("deletionConfirmation", Map.of("required", false, "children", CHILDREN)));
    assertThat(DeletionConsent.of(parent, List.of("Database/a"), List.of()).given()).isTrue();
    assertThat(DeletionConsent.of(parent, List.of("Database/a", "Database/new"), List.of()).given())
        .isFalse();
  }

  @Test
  void itSaysHowManyOfEachKindGoAndWhatGoesWithThem() {
    DeletionConsent asked =
        DeletionConsent.of(
            parent(Map.of(), Map.of()),
            List.of("Database/a", "DatabaseUser/b", "DatabaseUser/team/b"),
            List.of("ClusterDatabaseGrant/x", "DatabaseGrant/x", "DatabaseGrant/y"));
    assertThat(asked.message())
        .isEqualTo(
            "3 dependent objects (1 Database, 2 DatabaseUser) will be deleted with it, and with"
                + " these 1 ClusterDatabaseGrant, 2 DatabaseGrant; to agree, annotate it with "
                + Keys.CONFIRM_FORCE_DELETE
                + "="
                + asked.hash());
    assertThat(asked.hash())
        .as("nothing but the children is agreed to by it, as before")
        .isEqualTo(DeletionConsent.hash(asked.children()));
  }

  private static CustomResource confirmed(String hash, Map<String, Object> status) {
    return parent(Map.of(Keys.CONFIRM_FORCE_DELETE, hash), status);
  }

  private static CustomResource parent(
      Map<String, String> annotations, Map<String, Object> status) {
    return new CustomResource(
        CustomKind.INSTANCE,
        new Metadata("ns", "pg", "u1", "1", 1, null, null, Map.of(), annotations, List.of()),
        Fields.empty(),
        Fields.of(status));
  }
}
