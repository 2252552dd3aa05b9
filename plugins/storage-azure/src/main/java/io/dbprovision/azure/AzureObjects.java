package io.dbprovision.azure;

import com.azure.core.http.rest.PagedResponse;
import com.azure.core.util.Context;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.DeleteSnapshotsOptionType;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.StoredObject;
import io.dbprovision.spi.Upload;
import io.dbprovision.store.Keys;
import io.dbprovision.store.Patience;
import io.dbprovision.store.ResumedStream;
import io.dbprovision.store.Utf8Order;
import io.dbprovision.store.WriteProbe;
import java.io.InputStream;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The block blobs of one container. */
final class AzureObjects implements ObjectStore {
  private static final int PAGE = 1000;

  private final AzureClient client;
  private final String prefix;

  AzureObjects(AzureClient client, String prefix) {
    this.client = client;
    this.prefix = prefix;
  }

  @Override
  public Upload begin(String key) {
    return new AzureUpload(client, this, checked(key));
  }

  @Override
  public InputStream open(String key, long offset) {
    BlobProperties found =
        found(key)
            .orElseThrow(
                () -> EngineException.of(ErrorKind.NOT_FOUND, "there is no object '" + key + "'"));
    long size = found.getBlobSize();
    if (offset < 0 || offset > size) {
      throw EngineException.of(
          ErrorKind.INVALID, "'" + key + "' has " + size + " bytes, and none at " + offset);
    }
    PinnedBlob blob = new PinnedBlob(client, blob(key), key, found.getETag(), size);
    return new ResumedStream(client.context(), blob, offset, size);
  }

  @Override
  public Optional<StoredObject> stat(String key) {
    return found(key).map(properties -> stored(key, properties));
  }

  static StoredObject stored(String key, BlobProperties properties) {
    return new StoredObject(
        key, properties.getBlobSize(), properties.getLastModified().toInstant());
  }

  /** Empty also for what is only there to be removed at once. */
  Optional<BlobProperties> found(String key) {
    return committed(key).filter(properties -> !Tombstone.is(properties.getMetadata()));
  }

  /** Whatever blob is there. */
  Optional<BlobProperties> committed(String key) {
    checked(key);
    return ask(
        () -> {
          try {
            return Optional.of(
                blob(key).getPropertiesWithResponse(null, null, Context.NONE).getValue());
          } catch (BlobStorageException e) {
            if (Failures.noBlob(e)) {
              return Optional.empty();
            }
            // the answer to this request has no text: that to another one says what is wrong
            requireContainer();
            if (e.getStatusCode() == 404) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  @Override
  public void list(String prefixOfKeys, Consumer<StoredObject> each) {
    BlobListDetails details = new BlobListDetails().setRetrieveMetadata(true);
    Utf8Order order = new Utf8Order(each);
    pages(
        prefixOfKeys,
        details,
        item -> {
          if (!Tombstone.is(item.getMetadata())) {
            order.accept(
                new StoredObject(
                    item.getName(),
                    item.getProperties().getContentLength(),
                    item.getProperties().getLastModified().toInstant()));
          }
        });
    order.end();
  }

  void pages(String prefixOfKeys, BlobListDetails details, Consumer<BlobItem> each) {
    ListBlobsOptions options =
        new ListBlobsOptions().setDetails(details).setMaxResultsPerPage(PAGE);
    if (!prefixOfKeys.isEmpty()) {
      options.setPrefix(prefixOfKeys);
    }
    String token = null;
    do {
      PagedResponse<BlobItem> page = page(options, token);
      page.getValue().forEach(each);
      token = page.getContinuationToken();
    } while (token != null && !token.isEmpty());
  }

  private PagedResponse<BlobItem> page(ListBlobsOptions options, @Nullable String token) {
    return ask(
        () -> {
          var pages = client.container().listBlobs(options, null);
          Iterator<PagedResponse<BlobItem>> first =
              (token == null ? pages.iterableByPage() : pages.iterableByPage(token)).iterator();
          return first.next();
        });
  }

  @Override
  public void delete(String key) {
    checked(key);
    remove(key, null);
  }

  /** That version and no other; nothing happens when it is not the one that is there. */
  void remove(String key, @Nullable String etag) {
    BlobRequestConditions only = new BlobRequestConditions().setIfMatch(etag);
    ask(
        () -> {
          try {
            return blob(key)
                .deleteWithResponse(DeleteSnapshotsOptionType.INCLUDE, only, null, Context.NONE);
          } catch (BlobStorageException e) {
            if (Failures.noBlob(e) || (etag != null && Failures.isCondition(e))) {
              return null;
            }
            throw e;
          }
        });
  }

  @Override
  public int abandon(String prefixOfKeys, Instant before) {
    return new Leftovers(client, this).remove(prefixOfKeys, before);
  }

  @Override
  public int abandon(String prefixOfKeys, Instant before, Predicate<String> keys) {
    return new Leftovers(client, this).remove(prefixOfKeys, before, keys);
  }

  @Override
  public void check() {
    WriteProbe.run(this, prefix, client.context().random());
  }

  @Override
  public void close() {
    client.close();
  }

  /** The service itself makes slashes of backslashes: two keys would be one blob. */
  private static String checked(String key) {
    if (key.indexOf('\\') >= 0) {
      throw EngineException.of(
          ErrorKind.INVALID,
          "a key with a backslash is not possible here: Azure would make a slash of it");
    }
    return Keys.checked(key);
  }

  BlockBlobClient blob(String key) {
    return client.container().getBlobClient(key).getBlockBlobClient();
  }

  private void requireContainer() {
    client
        .container()
        .listBlobs(new ListBlobsOptions().setMaxResultsPerPage(1), null)
        .iterableByPage()
        .iterator()
        .next();
  }

  /** One request of the client's library; the result may be null only where nobody looks at it. */
  <T extends @Nullable Object> T ask(Request<T> request) {
    Patience patience = new Patience(client.context());
    while (true) {
      try {
        return request.send();
      } catch (RuntimeException e) {
        patience.afterFailure(client.failures().of(e));
      }
    }
  }

  /** What {@link #ask} asks. */
  @FunctionalInterface
  interface Request<T extends @Nullable Object> {
    T send();
  }
}
