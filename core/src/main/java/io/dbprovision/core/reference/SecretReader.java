package io.dbprovision.core.reference;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.kube.ConfigMaps;
import io.dbprovision.core.kube.Secrets;
import io.dbprovision.core.kube.Secrets.Secret;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.SecretText;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads what a manifest refers to; a complaint names the field, the object and the key. */
public final class SecretReader {
  private final Secrets secrets;
  private final ConfigMaps configMaps;
  private final Consent consent;

  @Inject
  public SecretReader(Secrets secrets, ConfigMaps configMaps, Consent consent) {
    this.secrets = secrets;
    this.configMaps = configMaps;
    this.consent = consent;
  }

  /**
   * @param from the referring object
   * @param ref to a Secret
   * @throws EngineException NOT_FOUND while it is not there, PERMISSION without consent
   */
  public Secret secret(CustomResource from, CrossRef ref) {
    Optional<Secret> secret = secrets.get(ref.namespace(), ref.name());
    // also when it is not there: whether it is, is nobody's business without consent
    consent.require(from, ref, secret.map(Secret::annotations).orElse(Map.of()));
    return secret.orElseThrow(
        () ->
            EngineException.at(
                ErrorKind.NOT_FOUND,
                ref.path(),
                "Secret %s/%s does not exist".formatted(ref.namespace(), ref.name())));
  }

  /** A key's text, never empty. */
  public static SecretText key(String path, Secret secret, String key) {
    return secret
        .text(key)
        .orElseThrow(() -> EngineException.at(ErrorKind.NOT_FOUND, path, whyNoText(secret, key)));
  }

  private static String whyNoText(Secret secret, String key) {
    String name = "Secret %s/%s".formatted(secret.namespace(), secret.name());
    return secret.data().containsKey(key)
        ? "the key %s of %s is empty".formatted(key, name)
        : "%s has no key %s (it has: %s)"
            .formatted(
                name,
                key,
                secret.data().keySet().stream().sorted().collect(Collectors.joining(", ")));
  }

  /** A ConfigMap's key. */
  public Text configMapKey(CustomResource from, CrossRef ref, String key) {
    consent.require(from, ref, Map.of());
    String namespace = ref.namespace();
    String name = ref.name();
    ConfigMaps.ConfigMap map =
        configMaps
            .get(namespace, name)
            .orElseThrow(
                () ->
                    EngineException.at(
                        ErrorKind.NOT_FOUND,
                        ref.path(),
                        "ConfigMap %s/%s does not exist".formatted(namespace, name)));
    String text = map.data().get(key);
    if (text == null) {
      throw EngineException.at(
          ErrorKind.NOT_FOUND,
          ref.path(),
          "ConfigMap %s/%s has no key %s (it has: %s)"
              .formatted(
                  namespace,
                  name,
                  key,
                  map.data().keySet().stream().sorted().collect(Collectors.joining(", "))));
    }
    return new Text(text, map.resourceVersion());
  }

  /**
   * @param version changes whenever the text may have
   */
  public record Text(String text, String version) {}
}
