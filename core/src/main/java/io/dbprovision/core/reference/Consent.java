package io.dbprovision.core.reference;

import com.google.inject.Inject;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.kube.Namespaces;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.Arrays;
import java.util.Map;

/**
 * References across namespaces need the consent of the namespace they point into: an annotation on
 * what is referred to, or on its namespace.
 */
public final class Consent {
  private final Namespaces namespaces;

  @Inject
  public Consent(Namespaces namespaces) {
    this.namespaces = namespaces;
  }

  /**
   * @param path the referring field
   * @param target what is referred to, for the message
   * @param annotations of what is referred to
   * @throws EngineException PERMISSION when nobody there agreed
   */
  public void require(
      String path, String from, String into, String target, Map<String, String> annotations) {
    if (given(from, into, annotations)) {
      return;
    }
    throw EngineException.at(
        ErrorKind.PERMISSION,
        path,
        "%s in namespace %s does not allow references from namespace %s; annotate it or its namespace with %s=%s"
            .formatted(target, into, from, Keys.ALLOW_FROM, from));
  }

  /** Whether the consent is there that {@link #require} asks for. */
  public boolean given(String from, String into, Map<String, String> annotations) {
    return from.equals(into)
        || allows(annotations, from)
        || namespaces.get(into).filter(ns -> allows(ns.annotations(), from)).isPresent();
  }

  private static boolean allows(Map<String, String> annotations, String from) {
    return Arrays.stream(annotations.getOrDefault(Keys.ALLOW_FROM, "").split(",", -1))
        .map(String::trim)
        .anyMatch(allowed -> allowed.equals("*") || allowed.equals(from));
  }
}
