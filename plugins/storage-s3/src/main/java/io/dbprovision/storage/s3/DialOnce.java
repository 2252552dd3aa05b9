package io.dbprovision.storage.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.NonRetryableException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * A client that waits for a connection once: who repeats that until the request times out cannot
 * tell a host that is not there from one that is slow.
 */
record DialOnce(SdkHttpClient client) implements SdkHttpClient {
  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    ExecutableHttpRequest prepared = client.prepareRequest(request);
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        try {
          return prepared.call();
        } catch (UncheckedIOException e) {
          throw once(e.getCause());
        } catch (IOException e) {
          throw once(e);
        }
      }

      @Override
      public void abort() {
        prepared.abort();
      }
    };
  }

  private static IOException once(@Nullable IOException e) {
    if (e instanceof SocketTimeoutException timeout && connecting(timeout)) {
      // without its cause: one that is of the network would be tried again
      throw NonRetryableException.builder().message("no connection").build();
    }
    return e == null ? new IOException("no answer") : e;
  }

  /** Of the two that the JDK throws, this one comes before a connection. */
  private static boolean connecting(SocketTimeoutException e) {
    return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("connect");
  }

  @Override
  public String clientName() {
    return client.clientName();
  }

  @Override
  public void close() {
    client.close();
  }
}
