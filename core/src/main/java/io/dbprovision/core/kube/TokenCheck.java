package io.dbprovision.core.kube;

import io.dbprovision.core.api.Fields;
import io.dbprovision.core.digest.Sha256;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the API server whose token it is and whether that one may read a path. Thread-safe. */
public final class TokenCheck {
  private static final Logger log = LoggerFactory.getLogger(TokenCheck.class);
  private static final Duration REMEMBERED = Duration.ofMinutes(1);
  private static final int SIZE = 256;

  private record Answer(boolean allowed, Instant until) {}

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final AtomicBoolean told = new AtomicBoolean();
  private final ApiServer api;
  private final InstantSource clock;

  TokenCheck(ApiServer api, InstantSource clock) {
    this.api = api;
    this.clock = clock;
  }

  /**
   * An answer holds for a minute. Where our own account may not ask, nobody is allowed.
   *
   * @param path of a GET, such as {@code /metrics}
   * @throws KubeException when the API server could not be asked; deny then
   */
  public boolean allowed(String bearerToken, String path) {
    if (bearerToken.isEmpty()) {
      return false;
    }
    String question = Sha256.hex(bearerToken) + path;
    Instant now = clock.instant();
    Answer known = answers.get(question);
    if (known != null && now.isBefore(known.until())) {
      return known.allowed();
    }
    boolean allowed = askIfWeMay(bearerToken, path);
    if (answers.size() >= SIZE) {
      answers.clear();
    }
    answers.put(question, new Answer(allowed, now.plus(REMEMBERED)));
    return allowed;
  }

  private boolean askIfWeMay(String bearerToken, String path) {
    try {
      return ask(bearerToken, path);
    } catch (KubeException e) {
      if (e.kind() != KubeException.Kind.FORBIDDEN) {
        throw e;
      }
      if (told.compareAndSet(false, true)) {
        log.warn(
            "the service account may not ask who reads metrics, so nobody may: bind the ClusterRole"
                + " system:auth-delegator to it, or set --metrics-secure=false");
      }
      return false;
    }
  }

  private boolean ask(String bearerToken, String path) {
    Fields token =
        review(
            "TokenReview", "authentication.k8s.io", "tokenreviews", Map.of("token", bearerToken));
    if (!token.flag("authenticated", false)) {
      return false;
    }
    Fields user = token.object("user");
    Map<String, Object> question = new LinkedHashMap<>();
    question.put("user", user.text("username", ""));
    question.put("uid", user.text("uid", ""));
    question.put("groups", user.texts("groups"));
    question.put("extra", extra(user.object("extra")));
    question.put("nonResourceAttributes", Map.of("path", path, "verb", "get"));
    return review("SubjectAccessReview", "authorization.k8s.io", "subjectaccessreviews", question)
        .flag("allowed", false);
  }

  private Fields review(String kind, String group, String plural, Map<String, Object> spec) {
    GenericKubernetesResource answer =
        api.ask(
            ApiPath.root(kind, group, plural),
            Map.of("apiVersion", group + "/v1", "kind", kind, "spec", spec));
    return Views.fields(answer, "status");
  }

  private static Map<String, List<String>> extra(Fields extra) {
    Map<String, List<String>> result = new LinkedHashMap<>();
    extra.values().keySet().forEach(key -> result.put(key, extra.texts(key)));
    return result;
  }
}
