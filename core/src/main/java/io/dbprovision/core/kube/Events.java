package io.dbprovision.core.kube;

import io.dbprovision.core.api.CustomResource;

/**
 * Kubernetes Events about our objects. Never throws, never blocks the caller on the API server; the
 * same event about the same object is sent again only after ten minutes.
 */
public interface Events {
  void normal(CustomResource about, String reason, String message);

  void warning(CustomResource about, String reason, String message);
}
