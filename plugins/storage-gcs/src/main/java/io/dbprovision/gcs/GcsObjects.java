package io.dbprovision.gcs;

import com.google.api.client.http.HttpResponseException;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.Objects;
import com.google.api.services.storage.model.StorageObject;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.StoredObject;
import io.dbprovision.spi.Upload;
import io.dbprovision.store.Keys;
import io.dbprovision.store.Patience;
import io.dbprovision.store.ResumedStream;
import io.dbprovision.store.WriteProbe;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The objects of one bucket. */
final class GcsObjects implements ObjectStore {
  static final String FIELDS = "name,size,timeCreated,generation,crc32c,metadata";
  private static final String PAGE = "nextPageToken,items(name,size,timeCreated)";
  private static final long PAGE_SIZE = 1000;
  private static final int MISSING = 404;
  private static final int ANOTHER = 412;

  private final GcsClient client;
  private final String prefix;

  GcsObjects(GcsClient client, String prefix) {
    this.client = client;
    this.prefix = prefix;
  }

  /** One request to the service. */
  @FunctionalInterface
  interface Request<T> {
    T send(Storage storage) throws IOException;
  }

  @Override
  public Upload begin(String key) {
    return new GcsUpload(client, this, Keys.checked(key));
  }

  @Override
  public InputStream open(String key, long offset) {
    StorageObject found = found(key).orElseThrow(() -> noObject(key));
    long size = found.getSize().longValueExact();
    if (offset < 0 || offset > size) {
      throw EngineException.of(
          ErrorKind.INVALID, "'" + key + "' has " + size + " bytes, and none at " + offset);
    }
    return new ResumedStream(
        client.context(), new PinnedObject(client, found, offset), offset, size);
  }

  @Override
  public Optional<StoredObject> stat(String key) {
    return found(key).map(GcsObjects::stored);
  }

  /** With generation, checksum and metadata. */
  Optional<StorageObject> found(String key) {
    Keys.checked(key);
    Optional<StorageObject> found =
        ask(
            storage -> {
              try {
                return Optional.of(
                    storage.objects().get(client.bucket(), key).setFields(FIELDS).execute());
              } catch (HttpResponseException e) {
                if (e.getStatusCode() == MISSING) {
                  return Optional.empty();
                }
                throw e;
              }
            });
    if (found.isEmpty()) {
      requireBucket();
    }
    return found;
  }

  @Override
  public void list(String prefixOfKeys, Consumer<StoredObject> each) {
    String token = null;
    do {
      String page = token;
      Objects objects =
          ask(
              storage ->
                  storage
                      .objects()
                      .list(client.bucket())
                      .setPrefix(prefixOfKeys.isEmpty() ? null : prefixOfKeys)
                      .setPageToken(page)
                      .setMaxResults(PAGE_SIZE)
                      .setFields(PAGE)
                      .execute());
      List<StorageObject> items = objects.getItems();
      if (items != null) {
        items.forEach(item -> each.accept(stored(item)));
      }
      token = objects.getNextPageToken();
    } while (token != null && !token.isEmpty());
  }

  @Override
  public void delete(String key) {
    Keys.checked(key);
    if (!remove(storage -> storage.objects().delete(client.bucket(), key))) {
      requireBucket();
    }
  }

  /** That version and no other; nothing happens when it is not the one that is there. */
  void delete(StorageObject version) {
    remove(
        storage ->
            storage
                .objects()
                .delete(client.bucket(), version.getName())
                .setIfGenerationMatch(version.getGeneration()));
  }

  /** False when there was nothing. */
  private boolean remove(Request<Storage.Objects.Delete> request) {
    return ask(
        storage -> {
          try {
            request.send(storage).execute();
            return true;
          } catch (HttpResponseException e) {
            if (e.getStatusCode() == MISSING || e.getStatusCode() == ANOTHER) {
              return false;
            }
            throw e;
          }
        });
  }

  /**
   * Always 0: the service lets nobody list uploads that have not come to an end. They are not
   * charged for, cannot be seen, and it drops them a week after they were begun.
   */
  @Override
  public int abandon(String prefixOfKeys, Instant before) {
    return 0;
  }

  @Override
  public void check() {
    WriteProbe.run(this, prefix, client.context().random());
  }

  /** The JDK keeps idle connections for all clients together, and lets go of them after seconds. */
  @Override
  public void close() {}

  static StoredObject stored(StorageObject object) {
    return new StoredObject(
        object.getName(),
        object.getSize().longValueExact(),
        Instant.ofEpochMilli(object.getTimeCreated().getValue()));
  }

  private EngineException noObject(String key) {
    return EngineException.of(ErrorKind.NOT_FOUND, "there is no object '" + key + "'");
  }

  /** The answer for a missing bucket is the one for a missing object. */
  private void requireBucket() {
    try {
      ask(
          storage ->
              storage
                  .objects()
                  .list(client.bucket())
                  .setMaxResults(1L)
                  .setFields("nextPageToken")
                  .execute());
    } catch (EngineException e) {
      // who may not list can still read and delete
      if (e.kind() != ErrorKind.PERMISSION) {
        throw e;
      }
    }
  }

  <T> T ask(Request<T> request) {
    return Patience.repeat(client.context(), () -> once(request));
  }

  private <T> T once(Request<T> request) {
    try {
      return request.send(client.storage());
    } catch (IOException e) {
      throw client.failures().of(e);
    }
  }
}
