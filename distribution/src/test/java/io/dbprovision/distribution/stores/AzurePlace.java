package io.dbprovision.distribution.stores;

import io.dbprovision.testservers.AzureServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A container of the emulator of Azure Blob Storage. */
public final class AzurePlace implements BackupPlace {
  private static final String CONTAINER = "backups";
  private static final String VERSION = "2021-12-02";
  private static final Pattern NAME = Pattern.compile("<Blob><Name>([^<]*)</Name>");
  private final AzureServer server;

  private AzurePlace(AzureServer server) {
    this.server = server;
  }

  private static final class Shared {
    static final AzurePlace INSTANCE = new AzurePlace(AzureServer.start());

    static {
      INSTANCE.ask("PUT", "restype=container", "restype:container");
    }
  }

  /** One server for all tests of a JVM, begun when the first needs it. */
  public static AzurePlace shared() {
    return Shared.INSTANCE;
  }

  @Override
  public String storage(String prefix, String... more) {
    return BackupPlace.block(
        "azure",
        List.of(
            "container: " + CONTAINER,
            "storageAccount: " + server.account(),
            "endpoint: '" + server.endpoint() + "'",
            "prefix: " + prefix,
            "secretRef: {name: store}"),
        more);
  }

  @Override
  public String login() {
    return "accountKey: '" + server.key() + "'";
  }

  public AzureServer server() {
    return server;
  }

  @Override
  public List<String> keys(String start) {
    // also what was begun and never committed
    String answer =
        ask(
            "GET",
            "restype=container&comp=list&include=uncommittedblobs&prefix=" + start,
            "comp:list\ninclude:uncommittedblobs\nprefix:" + start + "\nrestype:container");
    return NAME.matcher(answer).results().map((MatchResult found) -> found.group(1)).toList();
  }

  /**
   * @param signed the query as it is signed: in order, by line
   */
  private String ask(String method, String query, String signed) {
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
    String text =
        "%s%sx-ms-date:%s\nx-ms-version:%s\n/%s%s/%s\n%s"
            .formatted(
                method,
                "\n".repeat(12),
                date,
                VERSION,
                server.account(),
                server.endpoint().getPath(),
                CONTAINER,
                signed);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.endpoint() + "/" + CONTAINER + "?" + query))
            .header("x-ms-date", date)
            .header("x-ms-version", VERSION)
            .header("Authorization", "SharedKey " + server.account() + ":" + signature(text))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new IllegalStateException(method + " " + query + ": " + answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String signature(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(server.key()), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
