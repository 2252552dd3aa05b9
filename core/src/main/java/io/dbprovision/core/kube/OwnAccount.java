package io.dbprovision.core.kube;

import java.util.Optional;

/** Whom the API server takes this process for. Thread-safe. */
@FunctionalInterface
public interface OwnAccount {
  /**
   * The name that its reviews have for us; empty when it does not tell, and for a person's, whose
   * other requests are not ours.
   */
  Optional<String> name();
}
