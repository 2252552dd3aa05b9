import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The Kubernetes API with nothing between: what a request costs here is what it costs at least. */
final class Api {
  /** Tells our requests from the operator's in the audit log. */
  static final String USER_AGENT = "dbops-bench";

  static final String GROUP = "/apis/dbops.dbprovision.io/v1alpha1/namespaces/";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client;
  private final String server;
  private final String token;

  private Api(HttpClient client, String server, String token) {
    this.client = client;
    this.server = server;
    this.token = token;
  }

  static Api of(Path kubeconfig) throws Exception {
    JsonNode config =
        new ObjectMapper(new YAMLFactory()).readTree(Files.readString(kubeconfig));
    JsonNode cluster = config.at("/clusters/0/cluster");
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null);
    byte[] authority =
        Base64.getDecoder().decode(cluster.get("certificate-authority-data").asText());
    int number = 0;
    for (var certificate :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(authority))) {
      trusted.setCertificateEntry("ca" + number++, certificate);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    HttpClient client =
        HttpClient.newBuilder().sslContext(tls).version(HttpClient.Version.HTTP_1_1).build();
    return new Api(
        client, cluster.get("server").asText(), config.at("/users/0/user/token").asText());
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  JsonNode create(String path, String body) throws IOException, InterruptedException {
    return send(request(path).POST(BodyPublishers.ofString(body)));
  }

  void delete(String path) throws IOException, InterruptedException {
    send(request(path).DELETE());
  }

  JsonNode patch(String path, String type, String body) throws IOException, InterruptedException {
    return send(
        request(path)
            .setHeader("Content-Type", type)
            .method("PATCH", BodyPublishers.ofString(body)));
  }

  /** Every change from now on, one JSON text a line; never ends by itself. */
  Stream<JsonNode> watch(String path) throws IOException, InterruptedException {
    String version = get(path + "?limit=1").at("/metadata/resourceVersion").asText();
    HttpResponse<Stream<String>> response =
        client.send(
            request(path + "?watch=true&resourceVersion=" + version).GET().build(),
            BodyHandlers.ofLines());
    return response.body().map(Api::parsed);
  }

  private static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalStateException("the API server answers with no JSON", e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server + path))
        .header("Authorization", "Bearer " + token)
        .header("User-Agent", USER_AGENT)
        .setHeader("Content-Type", "application/json");
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IllegalStateException(
          response.request().method()
              + " "
              + response.uri().getPath()
              + ": "
              + response.statusCode()
              + " "
              + response.body());
    }
    return parsed(response.body());
  }
}
