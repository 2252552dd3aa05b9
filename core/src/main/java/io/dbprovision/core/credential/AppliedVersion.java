package io.dbprovision.core.credential;

import io.dbprovision.core.api.Fields;
import io.dbprovision.core.kube.Secrets.Secret;
import java.util.Map;

/**
 * The record of which Secret's password the server was given last: passwords cannot be read back.
 */
final class AppliedVersion {
  private static final String USUAL = "password";

  private AppliedVersion() {}

  static boolean matches(Fields statusSecret, Secret secret) {
    return secret.uid().equals(statusSecret.text("uid", ""))
        && secret.resourceVersion().equals(statusSecret.text("appliedVersion", ""));
  }

  /**
   * @param key of the password in it, where the manifest may name another one
   */
  static boolean matches(Fields statusSecret, Secret secret, String key) {
    return secret.uid().equals(statusSecret.text("uid", ""))
        && version(secret, key).equals(statusSecret.text("appliedVersion", ""));
  }

  static void put(Map<String, Object> statusSecret, Secret secret, String key) {
    statusSecret.put("uid", secret.uid());
    statusSecret.put("appliedVersion", version(secret, key));
  }

  private static String version(Secret secret, String key) {
    return key.equals(USUAL) ? secret.resourceVersion() : secret.resourceVersion() + "/" + key;
  }

  static void put(Map<String, Object> statusSecret, Secret secret) {
    statusSecret.put("uid", secret.uid());
    statusSecret.put("appliedVersion", secret.resourceVersion());
  }
}
