package io.dbprovision.azure;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.StoreContext;
import io.dbprovision.store.Authority;
import io.dbprovision.store.Patience;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One container's HTTP client, made with the first request. */
final class AzureClient implements AutoCloseable {
  private final AzureOptions options;
  private final SecretText key;
  private final Optional<Authority> authority;
  private final StoreContext context;
  private final Failures failures;
  private @Nullable Connections connections;
  private @Nullable BlobContainerClient container;

  AzureClient(
      String path,
      AzureOptions options,
      SecretText key,
      Optional<Authority> authority,
      StoreContext context) {
    this.options = options;
    this.key = key;
    this.authority = authority;
    this.context = context;
    this.failures = new Failures(path, String.valueOf(options.container()));
  }

  AzureOptions options() {
    return options;
  }

  StoreContext context() {
    return context;
  }

  Failures failures() {
    return failures;
  }

  synchronized BlobContainerClient container() {
    BlobContainerClient made = container;
    if (made == null) {
      Duration attempt = Patience.attempt(context);
      Connections opened = new Connections(context.connectTimeout(), authority);
      connections = opened;
      made =
          new BlobContainerClientBuilder()
              .endpoint(options.url())
              .containerName(Objects.requireNonNull(options.container()))
              .credential(
                  new StorageSharedKeyCredential(
                      Objects.requireNonNull(options.storageAccount()), key.reveal()))
              .httpClient(
                  new JdkHttpClientBuilder(opened.builder())
                      .connectionTimeout(context.connectTimeout())
                      .writeTimeout(attempt)
                      .responseTimeout(attempt)
                      .readTimeout(attempt)
                      .build())
              // tried again by us: only we know whether an answer that got lost was a success
              .retryOptions(
                  new RequestRetryOptions(
                      RetryPolicyType.FIXED, 1, (Duration) null, null, null, null))
              .buildClient();
      container = made;
    }
    return made;
  }

  @Override
  public synchronized void close() {
    Connections open = connections;
    connections = null;
    container = null;
    if (open != null) {
      open.close();
    }
  }
}
