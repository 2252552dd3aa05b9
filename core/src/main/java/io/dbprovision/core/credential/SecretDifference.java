package io.dbprovision.core.credential;

import io.dbprovision.core.api.Keys;
import io.dbprovision.core.kube.Secrets;
import io.dbprovision.core.kube.Secrets.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** In which parts a Secret is not what it should be. */
final class SecretDifference {
  private SecretDifference() {}

  /**
   * Empty when it is right. Labels and annotations of others count for nothing.
   *
   * @return names of keys and words for the rest; never what is in them
   */
  static List<String> of(Secret secret, Secrets.Draft draft) {
    TreeSet<String> keys = new TreeSet<>(secret.data().keySet());
    keys.addAll(draft.data().keySet());
    keys.removeIf(key -> Objects.equals(secret.data().get(key), draft.data().get(key)));
    List<String> parts = new ArrayList<>(keys);
    if (!secret.type().equals(draft.type())) {
      parts.add("its type");
    }
    if (!holds(secret.labels(), draft.labels())
        || !sameRecord(secret, draft, Keys.TEMPLATE_LABELS)) {
      parts.add("its labels");
    }
    if (!holds(secret.annotations(), draft.annotations())
        || !sameRecord(secret, draft, Keys.TEMPLATE_ANNOTATIONS)) {
      parts.add("its annotations");
    }
    return parts;
  }

  private static boolean holds(Map<String, String> current, Map<String, String> wanted) {
    return current.entrySet().containsAll(wanted.entrySet());
  }

  /** Whether it has nothing left of what the template had before. */
  private static boolean sameRecord(Secret secret, Secrets.Draft draft, String key) {
    return secret
        .annotations()
        .getOrDefault(key, "")
        .equals(draft.annotations().getOrDefault(key, ""));
  }
}
