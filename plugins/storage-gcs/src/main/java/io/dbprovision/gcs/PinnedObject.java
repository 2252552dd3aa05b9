package io.dbprovision.gcs;

import com.google.api.client.http.HttpResponse;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.StorageObject;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.store.ResumedStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** One generation of an object: what is put under the key later is never mixed into it. */
final class PinnedObject implements ResumedStream.Source {
  private final GcsClient client;
  private final StorageObject object;

  /** Of all that was passed; none when the beginning was left out. */
  private final @Nullable Checksum checksum;

  PinnedObject(GcsClient client, StorageObject object, long offset) {
    this.client = client;
    this.object = object;
    this.checksum = offset == 0 && object.getCrc32c() != null ? new Checksum() : null;
  }

  @Override
  public InputStream from(long offset) {
    try {
      Storage.Objects.Get get =
          client
              .storage()
              .objects()
              .get(client.bucket(), object.getName())
              .setGeneration(object.getGeneration());
      get.setReturnRawInputStream(true);
      get.getRequestHeaders().setAcceptEncoding(null).setRange("bytes=" + offset + "-");
      HttpResponse response = get.executeMedia();
      return new Answer(response, offset);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public EngineException failure(IOException e) {
    EngineException failure = client.failures().of(e);
    return failure.kind() == ErrorKind.NOT_FOUND || failure.kind() == ErrorKind.CONFLICT
        ? EngineException.of(
                ErrorKind.NOT_FOUND, "'" + object.getName() + "' was removed while it was read")
            .causedBy(e)
        : failure;
  }

  @Override
  public void passed(byte[] bytes, int offset, int count, boolean last) {
    if (checksum == null) {
      return;
    }
    checksum.update(bytes, offset, count);
    if (last && !checksum.text().equals(object.getCrc32c())) {
      throw EngineException.of(
          ErrorKind.INTERNAL,
          "'" + object.getName() + "' was damaged on its way here: its checksum is another one");
    }
  }

  /** Closing it does not wait for the bytes that nobody wants any more. */
  private static final class Answer extends FilterInputStream {
    private final HttpResponse response;

    Answer(HttpResponse response, long offset) throws IOException {
      super(response.getContent());
      this.response = response;
      if (offset > 0 && response.getStatusCode() != 206) {
        response.disconnect();
        throw new IOException("the answer does not begin where it was asked to");
      }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return in.read(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      response.disconnect();
    }
  }
}
