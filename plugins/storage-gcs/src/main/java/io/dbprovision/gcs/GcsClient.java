package io.dbprovision.gcs;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.storage.Storage;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.StoreContext;
import io.dbprovision.store.Patience;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One bucket's HTTP client, made with the first request. */
final class GcsClient {
  private static final String SCOPE = "https://www.googleapis.com/auth/devstorage.read_write";

  private final String path;
  private final GcsOptions options;
  private final @Nullable SecretText key;
  private final StoreContext context;
  private final Failures failures;
  private @Nullable Storage storage;

  GcsClient(String path, GcsOptions options, @Nullable SecretText key, StoreContext context) {
    this.path = path;
    this.options = options;
    this.key = key;
    this.context = context;
    this.failures = new Failures(path, bucketOf(options));
  }

  private static String bucketOf(GcsOptions options) {
    return options.bucket() == null ? "" : options.bucket();
  }

  String bucket() {
    return bucketOf(options);
  }

  GcsOptions options() {
    return options;
  }

  StoreContext context() {
    return context;
  }

  Failures failures() {
    return failures;
  }

  synchronized Storage storage() {
    Storage made = storage;
    if (made == null) {
      HttpTransport transport = new NetHttpTransport();
      HttpCredentialsAdapter login = new HttpCredentialsAdapter(credentials(transport));
      made =
          new Storage.Builder(
                  transport, GsonFactory.getDefaultInstance(), request -> prepare(request, login))
              .setRootUrl(options.root())
              .setApplicationName("db-provision-operator")
              .build();
      storage = made;
    }
    return made;
  }

  private void prepare(HttpRequest request, HttpCredentialsAdapter login) throws IOException {
    login.initialize(request);
    request.setConnectTimeout(Math.toIntExact(context.connectTimeout().toMillis()));
    request.setReadTimeout(Math.toIntExact(Patience.attempt(context).toMillis()));
    // once more with a new token; all else is tried again by us
    request.setNumberOfRetries(1);
    request.setFollowRedirects(false);
    request.setLoggingEnabled(false);
    request.setCurlLoggingEnabled(false);
  }

  private GoogleCredentials credentials(HttpTransport transport) {
    SecretText json = key;
    try {
      if (json == null) {
        return GoogleCredentials.getApplicationDefault(() -> transport)
            .createScoped(List.of(SCOPE));
      }
      // of this one type only: others name files, programs and addresses to get a token from
      ServiceAccountCredentials account =
          ServiceAccountCredentials.fromStream(
              new ByteArrayInputStream(json.reveal().getBytes(StandardCharsets.UTF_8)),
              () -> transport);
      if (!TokenServers.allowed(account.getTokenServerUri(), options)) {
        throw TokenServers.refused(path, options);
      }
      return account.createWithCustomRetryStrategy(false).createScoped(List.of(SCOPE));
    } catch (EngineException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // what it says may quote the file: not as the cause
      throw json == null
          ? EngineException.at(
                  ErrorKind.AUTHENTICATION,
                  path + ".secretRef",
                  "is not set, and the pod has no Google identity of its own: name a Secret with a"
                      + " service account's key, or give the pod a workload identity")
              .causedBy(e)
          : EngineException.at(
              ErrorKind.INVALID,
              path + ".secretRef.key",
              "the Secret's entry is no key of a service account in JSON");
    }
  }
}
