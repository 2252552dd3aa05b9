package io.dbprovision.storage.s3;

import java.io.IOException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * A client to which an answer that is cut within its first line is a connection that broke, as any
 * other: the JDK takes what is left of the number for the status, or gives -1, at which the SDK
 * fails for good.
 */
record WholeStatus(SdkHttpClient client) implements SdkHttpClient {
  /** The shortest number that has all its digits. */
  private static final int LOWEST = 100;

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    ExecutableHttpRequest prepared = client.prepareRequest(request);
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        HttpExecuteResponse answer;
        try {
          answer = prepared.call();
        } catch (IllegalArgumentException e) {
          throw new IOException("no status in the answer", e);
        }
        if (answer.httpResponse().statusCode() < LOWEST) {
          prepared.abort();
          throw new IOException("the answer broke off within its status");
        }
        return answer;
      }

      @Override
      public void abort() {
        prepared.abort();
      }
    };
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
