package io.dbprovision.gcs;

import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.StorePlace;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** Blocks with their Secrets. */
final class Places {
  static final String PATH = "spec.storage.gcs";

  private Places() {}

  static StorePlace of(URI endpoint, String bucket, String account) {
    return of(endpoint, bucket, account, Map.of());
  }

  static StorePlace of(URI endpoint, String bucket, String account, Map<String, ?> more) {
    Map<String, Object> block = new HashMap<>();
    block.put("bucket", bucket);
    block.put("endpoint", endpoint.toString());
    block.put("prefix", "/team/backups/");
    block.put("secretRef", Map.of("name", "gcs-login", "key", "key.json"));
    block.putAll(more);
    return StorePlace.builder(Section.of(PATH, block))
        .secret("secretRef", Map.of("key.json", SecretText.of(account)))
        .build();
  }
}
