package io.dbprovision.core.kube;

import io.dbprovision.core.api.Fields;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Lets in whom the API server knows and allows to GET a path. Answers are kept for a minute. */
public final class TokenCheck {
  private static final Duration KEPT = Duration.ofMinutes(1);
  private static final int MOST = 1_000;

  private record Answer(boolean allowed, Instant until) {}

  private final Rest rest;
  private final InstantSource clock;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  TokenCheck(Rest rest, InstantSource clock) {
    this.rest = rest;
    this.clock = clock;
  }

  /**
   * @throws KubeException when the API server could not be asked
   */
  public boolean allowed(String token, String path) {
    String key = hash(token) + " " + path;
    Answer known = answers.get(key);
    if (known != null && known.until().isAfter(clock.instant())) {
      return known.allowed();
    }
    boolean allowed = ask(token, path);
    if (answers.size() >= MOST) {
      answers.clear();
    }
    answers.put(key, new Answer(allowed, clock.instant().plus(KEPT)));
    return allowed;
  }

  private boolean ask(String token, String path) {
    Fields review =
        Fields.of(
                rest.post(
                    "/apis/authentication.k8s.io/v1/tokenreviews",
                    Map.of(
                        "apiVersion",
                        "authentication.k8s.io/v1",
                        "kind",
                        "TokenReview",
                        "spec",
                        Map.of("token", token))))
            .object("status");
    if (!review.flag("authenticated", false)) {
      return false;
    }
    Fields user = review.object("user");
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("user", user.text("username", ""));
    spec.put("groups", user.texts("groups"));
    spec.put("nonResourceAttributes", Map.of("path", path, "verb", "get"));
    return Fields.of(
            rest.post(
                "/apis/authorization.k8s.io/v1/subjectaccessreviews",
                Map.of(
                    "apiVersion",
                    "authorization.k8s.io/v1",
                    "kind",
                    "SubjectAccessReview",
                    "spec",
                    spec)))
        .object("status")
        .flag("allowed", false);
  }

  /** Tokens are not kept. */
  private static String hash(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
