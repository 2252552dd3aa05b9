package io.dbprovision.azure;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.testservers.AzureServer;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** One emulator for all tests of this JVM. */
final class Azurite {
  static final String PATH = "spec.storage.azure";
  static final AzureServer SERVER = AzureServer.start();

  private Azurite() {}

  /** A container as its administrator sees it; made when it is not there. */
  static BlobContainerClient container(String name) {
    BlobContainerClient container =
        new BlobContainerClientBuilder()
            .endpoint(SERVER.endpoint().toString())
            .containerName(name)
            .credential(new StorageSharedKeyCredential(SERVER.account(), SERVER.key()))
            .httpClient(new JdkHttpClientBuilder().build())
            .buildClient();
    container.createIfNotExists();
    return container;
  }

  static StorePlace place(String container) {
    return place(container, SERVER.endpoint(), SERVER.key(), Map.of());
  }

  static StorePlace place(String container, URI endpoint, String key, Map<String, ?> more) {
    Map<String, Object> block = new HashMap<>();
    block.put("container", container);
    block.put("storageAccount", SERVER.account());
    block.put("endpoint", endpoint.toString());
    block.put("prefix", "team/backups");
    block.put("secretRef", Map.of("name", "azure-login"));
    block.putAll(more);
    return StorePlace.builder(Section.of(PATH, block))
        .secret("secretRef", Map.of("accountKey", SecretText.of(key)))
        .build();
  }
}
