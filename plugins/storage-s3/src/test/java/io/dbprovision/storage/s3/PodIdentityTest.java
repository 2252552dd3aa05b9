package io.dbprovision.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.testservers.S3Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without a Secret the pod's identity signs in: properties stand for what the pod is given. */
class PodIdentityTest {
  private static final List<String> PROPERTIES =
      List.of(
          "aws.accessKeyId",
          "aws.secretAccessKey",
          "aws.webIdentityTokenFile",
          "aws.roleArn",
          "aws.endpointUrlSts",
          "aws.region");

  @TempDir private Path folder;

  @AfterEach
  void clear() {
    PROPERTIES.forEach(System::clearProperty);
  }

  private static ObjectStore withoutSecret() {
    Map<String, Object> values = new HashMap<>(Servers.block(Servers.plain(), Map.of()).values());
    values.remove("secretRef");
    return new S3Store()
        .open(
            StorePlace.builder(Section.of("spec.storage.s3", values)).build(), Servers.CONTEXT);
  }

  @Test
  void whatThePodIsGivenIsUsed() {
    System.setProperty("aws.accessKeyId", Servers.plain().accessKey());
    System.setProperty("aws.secretAccessKey", Servers.plain().secretKey());
    try (ObjectStore store = withoutSecret()) {
      store.check();
    }
  }

  @Test
  void aTokenOfThePodIsChangedForKeysAtTheTokenService() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "token-of-the-pod");
    List<String> asked = new CopyOnWriteArrayList<>();
    HttpServer service = tokenService(Servers.plain(), asked);
    try {
      System.setProperty("aws.webIdentityTokenFile", token.toString());
      System.setProperty("aws.roleArn", "arn:aws:iam::123456789012:role/backups");
      System.setProperty("aws.endpointUrlSts", "http://127.0.0.1:" + service.getAddress().getPort());
      System.setProperty("aws.region", "us-east-1");
      try (ObjectStore store = withoutSecret()) {
        EngineException refused = catchThrowableOfType(EngineException.class, store::check);
        // this server has no sessions, and so says that the session's token arrived
        assertThat(refused).hasMessageContaining("(InvalidToken)");
        assertThat(refused.kind()).isEqualTo(ErrorKind.AUTHENTICATION);
      }
    } finally {
      service.stop(0);
    }
    assertThat(asked).hasSize(1);
    assertThat(asked.getFirst())
        .contains("AssumeRoleWithWebIdentity", "role%2Fbackups", "token-of-the-pod");
  }

  private static HttpServer tokenService(S3Server server, List<String> asked) throws IOException {
    String answer =
        """
        <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <AssumeRoleWithWebIdentityResult><Credentials>
            <AccessKeyId>%s</AccessKeyId><SecretAccessKey>%s</SecretAccessKey>
            <SessionToken>session</SessionToken><Expiration>%s</Expiration>
          </Credentials></AssumeRoleWithWebIdentityResult>
        </AssumeRoleWithWebIdentityResponse>
        """
            .formatted(
                server.accessKey(), server.secretKey(), Instant.now().plusSeconds(3600));
    HttpServer service =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/",
        exchange -> {
          asked.add(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "text/xml");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    service.start();
    return service;
  }
}
