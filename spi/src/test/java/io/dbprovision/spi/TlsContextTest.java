package io.dbprovision.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates are made by the JDK's own program, for 127.0.0.1 and for another host. */
class TlsContextTest {
  private record Pair(String certificate, SecretText key) {}

  @TempDir static Path folder;

  private static Pair here;
  private static Pair elsewhere;

  @BeforeAll
  static void makeCertificates() throws Exception {
    here = pair("here", "IP:127.0.0.1", "EC");
    elsewhere = pair("elsewhere", "DNS:elsewhere.example", "RSA");
  }

  private static Pair pair(String name, String host, String algorithm) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "x",
                "-keyalg",
                algorithm,
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=" + host,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    return new Pair(
        pem("CERTIFICATE", keys.getCertificate("x").getEncoded()),
        SecretText.of(pem("PRIVATE KEY", keys.getKey("x", "changeit".toCharArray()).getEncoded())));
  }

  private static String pem(String type, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(type, Base64.getMimeEncoder().encodeToString(der), type);
  }

  private static TlsSettings trusting(TlsMode mode, Pair server, Pair client) {
    return TlsSettings.builder(mode)
        .ca(server.certificate())
        .client(client.certificate(), client.key())
        .build();
  }

  /** The name that a server of that certificate sees of the client. */
  private static String connect(Pair server, TlsSettings client) throws Exception {
    TlsSettings own = trusting(TlsMode.VERIFY_CA, here, server);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        SSLServerSocket listening =
            (SSLServerSocket) own.context().getServerSocketFactory().createServerSocket(0)) {
      listening.setNeedClientAuth(true);
      CompletableFuture<String> seen =
          CompletableFuture.supplyAsync(() -> acceptOne(listening), threads);
      try (SSLSocket socket =
          (SSLSocket)
              client
                  .context()
                  .getSocketFactory()
                  .createSocket("127.0.0.1", listening.getLocalPort())) {
        socket.setSSLParameters(client.parameters());
        socket.getOutputStream().write(1);
        assertThat(socket.getInputStream().read()).isEqualTo(1);
      }
      return seen.join();
    }
  }

  private static String acceptOne(SSLServerSocket listening) {
    try (SSLSocket socket = (SSLSocket) listening.accept()) {
      socket.getOutputStream().write(socket.getInputStream().read());
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return shown.getSubjectX500Principal().getName();
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void aServerThatIsTrustedIsReachedAndSeesTheClientsCertificate() throws Exception {
    assertThat(connect(here, trusting(TlsMode.VERIFY_FULL, here, here))).isEqualTo("CN=here");
  }

  @Test
  void aServerOfAnotherAuthorityIsNot() {
    assertThatThrownBy(() -> connect(elsewhere, trusting(TlsMode.VERIFY_CA, here, here)))
        .isInstanceOf(SSLException.class);
  }

  @Test
  void theHostsNameCountsWithVerifyFullOnly() throws Exception {
    assertThat(connect(elsewhere, trusting(TlsMode.VERIFY_CA, elsewhere, here)))
        .isEqualTo("CN=here");
    assertThatThrownBy(() -> connect(elsewhere, trusting(TlsMode.VERIFY_FULL, elsewhere, here)))
        .isInstanceOf(SSLException.class);
  }

  @Test
  void aModeThatChecksNobodyIsNotSupported() {
    EngineException refused = refused(TlsSettings.builder(TlsMode.REQUIRE).build());
    assertThat(refused.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
    assertThat(refused.path()).contains("spec.tls.mode");
  }

  @Test
  void whatCannotBeReadIsToldWithoutWhatItIs() {
    TlsSettings.Builder settings = TlsSettings.builder(TlsMode.VERIFY_FULL);
    assertThat(refused(settings.ca("no certificate").build()).path())
        .contains("spec.tls.secretRef");
    SecretText encrypted = SecretText.of("-----BEGIN ENCRYPTED PRIVATE KEY-----\nhunter2\n");
    EngineException refused =
        refused(settings.ca(null).client(here.certificate(), encrypted).build());
    assertThat(refused.kind()).isEqualTo(ErrorKind.INVALID);
    assertThat(refused).hasMessageContaining("openssl pkcs8").hasMessageNotContaining("hunter2");
  }

  private static EngineException refused(TlsSettings settings) {
    EngineException refused = catchThrowableOfType(EngineException.class, settings::context);
    assertThat(refused).isNotNull();
    return refused;
  }
}
