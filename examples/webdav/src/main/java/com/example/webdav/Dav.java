package com.example.webdav;

import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.StoreContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;

/** Requests to one folder of a server, and what its answers mean to all of them. */
final class Dav implements AutoCloseable {
  private final String url;
  private final String authorization;
  private final HttpClient client;
  private final Duration patience;

  Dav(String url, Credentials login, StoreContext context) {
    this.url = url.replaceAll("/+$", "");
    byte[] both =
        (login.username() + ":" + login.password().reveal()).getBytes(StandardCharsets.UTF_8);
    this.authorization = "Basic " + Base64.getEncoder().encodeToString(both);
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(context.connectTimeout())
            .build();
    this.patience = context.requestTimeout();
  }

  String url() {
    return url;
  }

  /** The address of a path below the folder. */
  String address(String path) {
    String escaped = URLEncoder.encode(path, StandardCharsets.UTF_8);
    return url + "/" + escaped.replace("%2F", "/").replace("+", "%20").replace("*", "%2A");
  }

  HttpResponse<InputStream> send(String verb, String path, BodyPublisher body, String... headers)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address(path)))
            .method(verb, body)
            .header("Authorization", authorization);
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (!verb.equals("PUT")) { // takes as long as its bytes take to come
      request.timeout(patience);
    }
    try {
      HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
      judge(answer);
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EngineException.of(ErrorKind.TIMEOUT, "the request was interrupted");
    }
  }

  private void judge(HttpResponse<InputStream> answer) throws IOException {
    int status = answer.statusCode();
    if (status >= 500 || Set.of(401, 403, 413, 423, 429).contains(status)) {
      answer.body().close();
      throw EngineException.of(
          ErrorKind.ofHttpStatus(status), url + " answered with the status " + status);
    }
  }

  /** Of a request of which only the status counts. */
  int status(String verb, String path, BodyPublisher body, String... headers) throws IOException {
    HttpResponse<InputStream> answer = send(verb, path, body, headers);
    try (InputStream rest = answer.body()) {
      rest.transferTo(OutputStream.nullOutputStream()); // so that its connection is used again
      return answer.statusCode();
    }
  }

  int status(String verb, String path, String... headers) throws IOException {
    return status(verb, path, BodyPublishers.noBody(), headers);
  }

  EngineException unexpected(String verb, int status) {
    return status == 404 || status == 409
        ? EngineException.of(ErrorKind.NOT_FOUND, "there is no folder " + url)
        : EngineException.of(
            ErrorKind.INTERNAL, url + " answered " + verb + " with the status " + status);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
