package io.dbprovision.core.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionReviewsTest {
  private static final String REVIEW =
      """
      {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {"uid": "42",
        "kind": {"group": "dbops.dbprovision.io", "version": "v1alpha1", "kind": "Database"},
        "operation": "%s", "userInfo": {"username": "somebody"}, "dryRun": true, "object": %s, "oldObject": %s}}""";
  private static final String NEW = "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"name\":\"new\"}}";
  private static final String OLD = "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"name\":\"old\"}}";

  @Test
  void aChangeHasBothSides() throws IOException {
    AdmissionRequest request = read(REVIEW.formatted("UPDATE", NEW, OLD));

    assertThat(request.uid()).isEqualTo("42");
    assertThat(request.user()).isEqualTo("somebody");
    assertThat(request.dryRun()).isTrue();
    assertThat(request.operation()).isEqualTo(AdmissionRequest.Operation.UPDATE);
    assertThat(request.object().spec().text("name")).contains("new");
    assertThat(request.before().orElseThrow().spec().text("name")).contains("old");
  }

  @Test
  void whatIsToBeDeletedIsTheOldObject() throws IOException {
    AdmissionRequest request = read(REVIEW.formatted("DELETE", "null", OLD));

    assertThat(request.object().spec().text("name")).contains("old");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "nonsense",
        "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":{\"kind\":{\"kind\":\"Pod\"}}}"
      })
  void whatIsNoReviewOfOurKindsIsAnError(String body) {
    assertThatThrownBy(() -> read(body)).isInstanceOf(IOException.class);
  }

  @Test
  void anOperationWithoutAnObjectIsAnError() {
    assertThatThrownBy(() -> read(REVIEW.formatted("CREATE", "null", "null")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("object");
    assertThatThrownBy(() -> read(REVIEW.formatted("CONNECT", NEW, "null")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("CONNECT");
  }

  @Test
  void theAnswerNamesTheRequestAndTheReason() throws IOException {
    assertThat(answer(Optional.of("spec.name: no"), List.of("careful")))
        .contains("\"uid\":\"42\"", "\"allowed\":false", "\"message\":\"spec.name: no\"")
        .contains("\"warnings\":[\"careful\"]");
    assertThat(answer(Optional.empty(), List.of()))
        .contains("\"allowed\":true")
        .doesNotContain("status", "warnings");
  }

  private static String answer(Optional<String> refusal, List<String> warnings) throws IOException {
    return new String(AdmissionReviews.answer("42", refusal, warnings), StandardCharsets.UTF_8);
  }

  private static AdmissionRequest read(String body) throws IOException {
    return AdmissionReviews.read(body.getBytes(StandardCharsets.UTF_8));
  }
}
