package io.dbprovision.core.status;

import io.dbprovision.core.api.CustomResource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Other namespaces that an object refers to since an earlier operator of this API, which asked
 * nobody for consent. Those references go on; into any further namespace consent is needed.
 */
public final class Grandfathered {
  /** The status field that remembers the namespaces. */
  public static final String FIELD = "grandfathered";

  private Grandfathered() {}

  /** In order; empty for an object that no earlier operator had. */
  public static List<String> namespaces(CustomResource resource) {
    // a cluster-scoped object has never needed anybody's consent
    if (!resource.kind().namespaced() || resource.status().has(FIELD) || !earlier(resource)) {
      return resource.status().texts(FIELD);
    }
    Set<String> found = new TreeSet<>();
    collect(resource.spec().values(), found);
    found.remove(resource.namespace());
    return List.copyOf(found);
  }

  /** Ready by its status, in which nothing is that only this operator writes. */
  private static boolean earlier(CustomResource resource) {
    return resource.status().text("phase", "").equals(Phase.READY.toString())
        && !resource.status().has("appliedInputs")
        && !resource.status().has(MadeOn.FIELD)
        && !resource.status().has("serverIdentity");
  }

  private static void collect(Map<?, ?> block, Set<String> found) {
    block.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> inner) {
            collect(inner, found);
          } else if (key.equals("namespace") || key.equals("secretNamespace")) {
            found.add(String.valueOf(value));
          }
        });
  }
}
