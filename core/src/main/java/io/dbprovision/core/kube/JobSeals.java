package io.dbprovision.core.kube;

import io.dbprovision.spi.SecretText;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells the Jobs that this operator made from those that anybody may make in a namespace of their
 * own, whatever labels they give them: by a code over what cannot be given to another Job, under a
 * key that lies in the operator's namespace. Thread-safe.
 */
final class JobSeals {
  static final String SECRET = "dbops-worker-seal";

  private static final String FIELD = "key";
  private static final String HMAC = "HmacSHA256";
  private static final int KEY_BYTES = 32;

  private final ApiServer api;
  private final String namespace;
  private final KubeOwnAccount account;
  private final RandomGenerator random;
  private final AtomicReference<Optional<SecretText>> key = new AtomicReference<>(Optional.empty());

  /**
   * @param namespace of the operator, where the key lies
   */
  JobSeals(ApiServer api, String namespace, KubeOwnAccount account, RandomGenerator random) {
    this.api = api;
    this.namespace = namespace;
    this.account = account;
    this.random = random;
  }

  /**
   * @throws KubeException when the key cannot be read or made
   */
  String of(String jobNamespace, String name, String uid) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(HexFormat.of().parseHex(key().reveal()), HMAC));
      String text = String.join("\n", jobNamespace, name, uid);
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }

  boolean holds(String seal, String jobNamespace, String name, String uid) {
    return !seal.isEmpty()
        && MessageDigest.isEqual(
            seal.getBytes(StandardCharsets.UTF_8),
            of(jobNamespace, name, uid).getBytes(StandardCharsets.UTF_8));
  }

  private SecretText key() {
    Optional<SecretText> known = key.get();
    if (known.isPresent()) {
      return known.get();
    }
    SecretText found = stored().orElseGet(this::made);
    key.set(Optional.of(found));
    return found;
  }

  private SecretText made() {
    byte[] fresh = new byte[KEY_BYTES];
    random.nextBytes(fresh);
    SecretText text = SecretText.of(HexFormat.of().formatHex(fresh));
    Map<String, Object> body =
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            "Secret",
            "metadata",
            metadata(),
            "type",
            "Opaque",
            "immutable",
            true,
            "data",
            SecretViews.encode(Map.of(FIELD, text)));
    try {
      api.create(ApiPath.secrets(namespace), body);
      return text;
    } catch (KubeException e) {
      // another operator of this namespace was quicker, or the answer to our first attempt was lost
      if (e.kind() != KubeException.Kind.EXISTS) {
        throw e;
      }
      return stored().orElseThrow(() -> e);
    }
  }

  /** It goes with the operator: there is nobody then whose Jobs are to be known. */
  private Map<String, Object> metadata() {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("namespace", namespace);
    metadata.put("name", SECRET);
    account.asOwner(namespace).ifPresent(own -> metadata.put("ownerReferences", List.of(own)));
    return metadata;
  }

  private Optional<SecretText> stored() {
    Optional<GenericKubernetesResource> found = api.get(ApiPath.secrets(namespace).named(SECRET));
    return found
        .flatMap(object -> Optional.ofNullable(SecretViews.secret(object).data().get(FIELD)))
        .filter(text -> text.reveal().matches("[0-9a-f]{64}"));
  }
}
