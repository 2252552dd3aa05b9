package io.dbprovision.azure;

import org.jspecify.annotations.Nullable;

/**
 * The block {@code storage.azure}.
 *
 * @param endpoint of the account's blobs; by default the one that Azure gives to the account
 * @param caSecretRef the Secret with what the server's certificate is checked by
 * @param accessTier of what is written; the account's by default
 */
record AzureOptions(
    @Nullable String container,
    @Nullable String prefix,
    @Nullable SecretRef secretRef,
    @Nullable CaSecretRef caSecretRef,
    @Nullable String storageAccount,
    @Nullable String endpoint,
    @Nullable String accessTier) {

  record SecretRef(@Nullable String name, @Nullable String namespace) {}

  record CaSecretRef(@Nullable String name, @Nullable String namespace, @Nullable String key) {
    /** The entry with the certificates. */
    String entry() {
      return key == null || key.isEmpty() ? "ca.crt" : key;
    }
  }

  /** Without a slash at its end. */
  String url() {
    if (endpoint == null) {
      return "https://" + storageAccount + ".blob.core.windows.net";
    }
    return endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint;
  }
}
