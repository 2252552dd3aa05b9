package io.dbprovision.azure;

import io.dbprovision.store.Authority;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's client below Azure's, which cannot be asked for it: closing it ends its threads and
 * connections now, not when it is collected.
 */
final class Connections implements AutoCloseable {
  private final HttpClient.Builder real;
  private @Nullable HttpClient built;

  /**
   * @param authority the only one to trust; empty for the system's
   */
  Connections(Duration connectTimeout, Optional<Authority> authority) {
    real =
        HttpClient.newBuilder()
            // several requests on one connection would wait for each other's bytes
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connectTimeout);
    authority.ifPresent(own -> real.sslContext(own.context()));
  }

  /** One that tells what it built. */
  HttpClient.Builder builder() {
    return (HttpClient.Builder)
        Proxy.newProxyInstance(
            Connections.class.getClassLoader(),
            new Class<?>[] {HttpClient.Builder.class},
            (proxy, method, arguments) -> {
              Object result;
              try {
                result = method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              if (result instanceof HttpClient client) {
                built = client;
              }
              return result instanceof HttpClient.Builder ? proxy : result;
            });
  }

  @Override
  public void close() {
    HttpClient client = built;
    if (client != null) {
      client.shutdownNow();
    }
  }
}
