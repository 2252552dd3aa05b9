package io.dbprovision.core.secret;

import io.dbprovision.spi.SecretText;
import java.util.Map;

/**
 * What the operator puts in a credential Secret. The labels and annotations are those it sets;
 * others on the Secret stay. The data is all there is.
 */
public record SecretContent(
    String type,
    Map<String, String> labels,
    Map<String, String> annotations,
    Map<String, SecretText> data) {
  /** The type of a Secret that nobody wants another type for. */
  public static final String PLAIN = "Opaque";

  public SecretContent {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
    data = Map.copyOf(data);
  }

  /** Shows keys only, as the annotations are a template's free text. */
  @Override
  public String toString() {
    return "SecretContent[type="
        + type
        + ", labels="
        + labels
        + ", annotations="
        + annotations.keySet()
        + ", data="
        + data.keySet()
        + "]";
  }
}
