package io.dbprovision.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The block is the same wherever it stands, and has the fields that the plugin binds. */
class AzureSchemaTest {
  private static final Map<String, String> PLACES =
      Map.of(
          "databasebackup", "spec.storage.azure",
          "databaserestore", "spec.fromPath.storage.azure",
          "databasebackupschedule", "spec.template.spec.storage.azure");

  @Test
  void everyKindHasTheFieldsOfTheBlockAndNoOther() throws IOException {
    JsonNode first = schema("databasebackup");
    assertThat(first.path("properties").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(names(AzureOptions.class));
    assertThat(first.path("properties").path("secretRef").path("properties").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(names(AzureOptions.SecretRef.class));
    assertThat(first.path("properties").path("caSecretRef").path("properties").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(names(AzureOptions.CaSecretRef.class));
    for (String kind : PLACES.keySet()) {
      assertThat(schema(kind)).as(kind).isEqualTo(first);
    }
  }

  private static JsonNode schema(String kind) throws IOException {
    String file = "/META-INF/dbops/schema/" + kind + ".yaml";
    try (InputStream in =
        Objects.requireNonNull(AzureStore.class.getResourceAsStream(file), file)) {
      JsonNode root = new ObjectMapper(new YAMLFactory()).readTree(in);
      return Objects.requireNonNull(root.get(Objects.requireNonNull(PLACES.get(kind))), kind);
    }
  }

  private static String[] names(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getName)
        .toArray(String[]::new);
  }
}
