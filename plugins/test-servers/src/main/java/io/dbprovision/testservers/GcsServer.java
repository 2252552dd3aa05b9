package io.dbprovision.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;

/**
 * The emulator of Google Cloud Storage that {@code hack/gcs.sh} runs. It looks at no credentials,
 * ignores conditions of deletes, and takes a question for an upload's state as its end.
 */
public record GcsServer(URI endpoint) {
  private static final String VERSION = "1.56.1";

  public static GcsServer start() {
    return new GcsServer(
        URI.create(
            Objects.requireNonNull(
                ServerScript.of("gcs").start(VERSION, List.of()).get("GCSENDPOINT"))));
  }

  public void makeBucket(String name) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(endpoint.resolve("/storage/v1/b"))
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"" + name + "\"}"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException("no bucket " + name + ": " + answer.body());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
