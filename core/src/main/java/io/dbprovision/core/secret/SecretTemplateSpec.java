package io.dbprovision.core.secret;

import java.util.Map;

/**
 * {@code spec.passwordSecret.secretTemplate}: all parts may be empty, and then mean the defaults.
 */
public record SecretTemplateSpec(
    String type,
    Map<String, String> labels,
    Map<String, String> annotations,
    Map<String, String> data) {
  public static final SecretTemplateSpec NONE =
      new SecretTemplateSpec("", Map.of(), Map.of(), Map.of());

  public SecretTemplateSpec {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
    data = Map.copyOf(data);
  }

  /** Shows keys only: people write secrets into templates. */
  @Override
  public String toString() {
    return "SecretTemplateSpec[type="
        + type
        + ", labels="
        + labels.keySet()
        + ", annotations="
        + annotations.keySet()
        + ", data="
        + data.keySet()
        + "]";
  }
}
