package io.dbprovision.gcs;

import com.google.api.client.http.EmptyContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.json.JsonHttpContent;
import com.google.api.client.json.JsonFactory;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.StorageObject;
import io.dbprovision.store.Patience;
import io.dbprovision.store.Slabs;
import java.io.IOException;
import java.util.Map;

/**
 * A resumable upload as the service keeps it. It makes an object only where there is none
 * (generation 0), and only with the request that tells the object's size.
 */
final class Session {
  /** Of the object, so that one whose upload got no answer is known again. */
  static final String MARK = "dbops-upload";

  private static final int UNFINISHED = 308;

  private final GcsClient client;
  private final GenericUrl url;

  private Session(GcsClient client, GenericUrl url) {
    this.client = client;
    this.url = url;
  }

  /** What the service has: so many bytes, or the object. */
  sealed interface Progress {
    record Persisted(long bytes) implements Progress {}

    record Finished(StorageObject object) implements Progress {}
  }

  static Session begin(GcsClient client, String key, String mark) throws IOException {
    Storage storage = client.storage();
    GcsOptions options = client.options();
    GenericUrl url =
        new GenericUrl(options.root() + "upload/storage/v1/b/" + client.bucket() + "/o");
    url.put("uploadType", "resumable");
    url.put("ifGenerationMatch", 0);
    url.put("fields", GcsObjects.FIELDS);
    if (options.kmsKeyName() != null) {
      url.put("kmsKeyName", options.kmsKeyName());
    }
    StorageObject object =
        new StorageObject()
            .setName(key)
            .setContentType("application/octet-stream")
            .setMetadata(Map.of(MARK, mark));
    if (options.storageClass() != null) {
      object.setStorageClass(options.storageClass());
    }
    JsonFactory json = storage.getJsonFactory();
    HttpRequest request =
        storage.getRequestFactory().buildPostRequest(url, new JsonHttpContent(json, object));
    HttpResponse response = execute(request);
    try {
      String location = response.getHeaders().getLocation();
      if (!response.isSuccessStatusCode() || location == null) {
        throw Answers.failure(json, response);
      }
      return new Session(client, new GenericUrl(location, true));
    } finally {
      response.disconnect();
    }
  }

  /**
   * Sends what waits, from an offset of it on.
   *
   * @param first where its first byte stands in the object
   * @param last whether the object ends with it
   */
  Progress send(Slabs waiting, int offset, long first, boolean last) throws IOException {
    long end = first + waiting.size();
    long from = first + offset;
    if (from == end) {
      return put(new EmptyContent(), "bytes */" + (last ? end : "*"));
    }
    String range = "bytes " + from + "-" + (end - 1) + "/" + (last ? end : "*");
    return put(new SlabsContent(waiting, offset), range);
  }

  /** After a request without an answer. */
  Progress progress() throws IOException {
    return put(new EmptyContent(), "bytes */*");
  }

  void cancel() throws IOException {
    execute(client.storage().getRequestFactory().buildDeleteRequest(url)).disconnect();
  }

  private Progress put(HttpContent content, String range) throws IOException {
    Storage storage = client.storage();
    HttpRequest request = storage.getRequestFactory().buildPutRequest(url, content);
    request.getHeaders().setContentRange(range);
    // a slow line needs its time; one that takes nothing any more ends all the same
    long slowest = content.getLength() / Slabs.UNIT * 1000;
    request.setWriteTimeout(
        Math.toIntExact(Patience.attempt(client.context()).toMillis() + slowest));
    HttpResponse response = execute(request);
    try {
      if (response.getStatusCode() == UNFINISHED) {
        return new Progress.Persisted(Answers.persisted(response.getHeaders().getRange()));
      }
      if (!response.isSuccessStatusCode()) {
        throw Answers.failure(storage.getJsonFactory(), response);
      }
      return new Progress.Finished(
          storage
              .getJsonFactory()
              .createJsonParser(response.getContent(), response.getContentCharset())
              .parseAndClose(StorageObject.class));
    } finally {
      response.disconnect();
    }
  }

  private static HttpResponse execute(HttpRequest request) throws IOException {
    request.setThrowExceptionOnExecuteError(false);
    return request.execute();
  }
}
