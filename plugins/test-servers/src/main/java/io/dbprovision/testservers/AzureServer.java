package io.dbprovision.testservers;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The emulator of Azure Blob Storage that {@code hack/azurite.sh} runs.
 *
 * @param endpoint of the account's blobs, with the account in its path
 * @param key of the account, in Base64
 */
public record AzureServer(URI endpoint, String account, String key) {
  private static final String VERSION = "3.37.0";

  public static AzureServer start() {
    Map<String, String> values = ServerScript.of("azurite").start(VERSION, List.of());
    return new AzureServer(
        URI.create(value(values, "AZENDPOINT")),
        value(values, "AZACCOUNT"),
        value(values, "AZKEY"));
  }

  private static String value(Map<String, String> values, String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "AzureServer[" + endpoint + "]";
  }
}
