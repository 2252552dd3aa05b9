package com.example.webdav;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.StoreContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;

/** Requests to one folder of a server, and what its answers mean. */
final class Dav implements AutoCloseable {
  private static final Set<String> ONCE = Set.of("PUT", "MOVE");
  private static final int TRIES = 3;

  private final String url;
  private final String authorization;
  private final HttpClient client;
  private final Duration patience;

  Dav(String url, SecretText login, StoreContext context) {
    this.url = url;
    this.authorization =
        "Basic "
            + Base64.getEncoder().encodeToString(login.reveal().getBytes(StandardCharsets.UTF_8));
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(context.connectTimeout())
            .build();
    this.patience = context.requestTimeout();
  }

  /** The address of a path, which begins with a slash or is empty. */
  String address(String path) {
    return url
        + URLEncoder.encode(path, StandardCharsets.UTF_8)
            .replace("%2F", "/")
            .replace("+", "%20")
            .replace("*", "%2A");
  }

  /** The answer, whatever its status, but for those that mean the same to all. */
  HttpResponse<InputStream> send(String verb, String path, BodyPublisher body, String... headers) {
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
    for (int left = ONCE.contains(verb) ? 1 : TRIES; ; left--) {
      try {
        HttpResponse<InputStream> answer =
            client.send(request.build(), BodyHandlers.ofInputStream());
        if (answer.statusCode() != 503 || left == 1) {
          return judged(answer);
        }
        answer.body().close();
      } catch (IOException e) {
        if (left == 1) {
          throw failure(e);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw EngineException.of(ErrorKind.TIMEOUT, "the request was interrupted");
      }
    }
  }

  /** One without a body, of which only the status counts. */
  int status(String verb, String path, String... headers) {
    HttpResponse<InputStream> answer = send(verb, path, BodyPublishers.noBody(), headers);
    try (InputStream body = answer.body()) {
      body.transferTo(OutputStream.nullOutputStream()); // so that its connection is used again
      return answer.statusCode();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private HttpResponse<InputStream> judged(HttpResponse<InputStream> answer) throws IOException {
    int status = answer.statusCode();
    ErrorKind kind =
        switch (status) {
          case 401 -> ErrorKind.AUTHENTICATION;
          case 403, 423 -> ErrorKind.PERMISSION;
          case 413, 429, 503, 507 -> ErrorKind.EXHAUSTED;
          default -> ErrorKind.INTERNAL;
        };
    if (kind != ErrorKind.INTERNAL || status >= 500) {
      answer.body().close();
      throw EngineException.of(kind, url + " answered with the status " + status);
    }
    return answer;
  }

  EngineException failure(IOException e) {
    ErrorKind kind =
        e instanceof HttpTimeoutException && !(e.getCause() instanceof ConnectException)
            ? ErrorKind.TIMEOUT
            : ErrorKind.UNREACHABLE;
    return EngineException.of(kind, "no answer from " + url).causedBy(e);
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
