package io.dbprovision.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.testkit.store.StoreTestContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the emulator never answers, from a stub that answers every delete with it. */
class AzureRefusalsTest {
  @ParameterizedTest
  @CsvSource({
    "409, BlobImmutableDueToPolicy, PERMISSION",
    "409, BlobImmutableDueToLegalHold, PERMISSION",
    "403, AuthorizationPermissionMismatch, PERMISSION",
    "403, AuthorizationFailure, PERMISSION",
    "403, AuthenticationFailed, AUTHENTICATION",
    "404, ContainerNotFound, NOT_FOUND",
    "503, ServerBusy, EXHAUSTED",
    "500, InternalError, INTERNAL"
  })
  void everyRefusalHasItsKind(int status, String code, ErrorKind kind) throws IOException {
    HttpServer stub =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    stub.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("x-ms-error-code", code);
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    stub.start();
    String key = "c2VjcmV0LWtleQ==";
    StorePlace place =
        StorePlace.builder(
                Section.of(
                    Azurite.PATH,
                    Map.of(
                        "container",
                        "backups",
                        "storageAccount",
                        "account",
                        "endpoint",
                        "http://127.0.0.1:" + stub.getAddress().getPort() + "/account",
                        "secretRef",
                        Map.of("name", "s"))))
            .secret("secretRef", Map.of("key", SecretText.of(key)))
            .build();
    try (ObjectStore store = new AzureStore().open(place, StoreTestContext.standard())) {
      assertThatThrownBy(() -> store.delete("a"))
          .isInstanceOfSatisfying(
              EngineException.class, e -> assertThat(e.kind()).as("%s", e).isEqualTo(kind))
          .hasMessageNotContaining(key);
    } finally {
      stub.stop(0);
    }
  }
}
