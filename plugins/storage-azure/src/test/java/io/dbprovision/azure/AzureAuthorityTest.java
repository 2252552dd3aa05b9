package io.dbprovision.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.testkit.store.StoreTestContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose certificate nobody signed but itself, which is how private ones are. */
class AzureAuthorityTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private static Path folder;

  @Test
  void onlyTheServersOwnAuthorityIsTrusted() throws Exception {
    KeyStore own = identity("own");
    KeyStore other = identity("other");
    HttpsServer stub = stub(own);
    try {
      assertThat(refusal(stub, pem(own)).kind()).as("it answered").isEqualTo(ErrorKind.PERMISSION);
      EngineException untrusted = refusal(stub, pem(other));
      assertThat(untrusted.kind()).as("%s", untrusted).isNotEqualTo(ErrorKind.PERMISSION);
      assertThat(refusal(stub, null).kind())
          .as("the system knows neither")
          .isNotEqualTo(ErrorKind.PERMISSION);
    } finally {
      stub.stop(0);
    }
  }

  @Test
  void aSecretWithoutACertificateIsRefusedByItsField() {
    assertThatThrownBy(
            () -> new AzureStore().open(place(443, "no certificate"), StoreTestContext.standard()))
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> assertThat(e.path()).contains(Azurite.PATH + ".caSecretRef"))
        .hasMessageContaining("ca.crt");
  }

  @Test
  void withoutHttpsThereIsNothingToTrust() {
    Map<String, Object> block = new HashMap<>(place(443, "x").block().values());
    block.put("endpoint", "http://127.0.0.1:443");
    assertThat(new AzureStore().validate(Section.of(Azurite.PATH, block)).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.path()).isEqualTo(Azurite.PATH + ".caSecretRef"));
  }

  private static EngineException refusal(HttpsServer stub, @Nullable String pem) {
    try (ObjectStore store =
        new AzureStore()
            .open(place(stub.getAddress().getPort(), pem), StoreTestContext.standard())) {
      store.delete("a");
      throw new AssertionError("the stub answers everything with a refusal");
    } catch (EngineException e) {
      return e;
    }
  }

  private static StorePlace place(int port, @Nullable String pem) {
    Map<String, Object> block = new HashMap<>();
    block.put("container", "backups");
    block.put("storageAccount", "account");
    block.put("endpoint", "https://127.0.0.1:" + port + "/account");
    block.put("secretRef", Map.of("name", "s"));
    if (pem != null) {
      block.put("caSecretRef", Map.of("name", "ca"));
    }
    StorePlace.Builder place =
        StorePlace.builder(Section.of(Azurite.PATH, block))
            .secret("secretRef", Map.of("key", SecretText.of("c2VjcmV0LWtleQ==")));
    return pem == null
        ? place.build()
        : place.secret("caSecretRef", Map.of("ca.crt", SecretText.of(pem))).build();
  }

  private static HttpsServer stub(KeyStore identity) throws IOException, GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(identity, PASSWORD);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), null, null);
    HttpsServer stub =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    stub.setHttpsConfigurator(new HttpsConfigurator(tls));
    stub.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("x-ms-error-code", "AuthorizationFailure");
          exchange.sendResponseHeaders(403, -1);
          exchange.close();
        });
    stub.start();
    return stub;
  }

  private static KeyStore identity(String name)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path file = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private static String pem(KeyStore identity) throws GeneralSecurityException {
    String alias = identity.aliases().nextElement();
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder().encodeToString(identity.getCertificate(alias).getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }
}
