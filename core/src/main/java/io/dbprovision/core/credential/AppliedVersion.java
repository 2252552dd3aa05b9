package io.dbprovision.core.credential;

import io.dbprovision.core.api.Fields;
import io.dbprovision.core.kube.Secrets.Secret;
import java.util.Map;

/**
 * The record of which Secret's password the server was given last: passwords cannot be read back.
 */
final class AppliedVersion {
  private AppliedVersion() {}

  static boolean matches(Fields statusSecret, Secret secret) {
    return secret.uid().equals(statusSecret.text("uid", ""))
        && secret.resourceVersion().equals(statusSecret.text("appliedVersion", ""));
  }

  static void put(Map<String, Object> statusSecret, Secret secret) {
    statusSecret.put("uid", secret.uid());
    statusSecret.put("appliedVersion", secret.resourceVersion());
  }
}
