package io.dbprovision.azure;

import com.azure.core.util.Context;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.DownloadRetryOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.store.ResumedStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * One version of a blob, read in windows: a connection is held only while one is filled, so that a
 * slow reader loses none, and what is put under the key later is never mixed into it.
 */
final class PinnedBlob implements ResumedStream.Source {
  /** What is small is had at once, with no more memory than it needs. */
  private static final int LARGEST = 4 * 1024 * 1024;

  private final AzureClient client;
  private final BlockBlobClient blob;
  private final String key;
  private final BlobRequestConditions version;
  private final Window window;
  private final long size;

  PinnedBlob(AzureClient client, BlockBlobClient blob, String key, String etag, long size) {
    this.client = client;
    this.blob = blob;
    this.key = key;
    this.version = new BlobRequestConditions().setIfMatch(etag);
    this.window = new Window((int) Math.min(LARGEST, size));
    this.size = size;
  }

  @Override
  public InputStream from(long offset) {
    long wanted = Math.min(window.capacity(), size - offset);
    window.reset();
    try {
      blob.downloadStreamWithResponse(
          window,
          new BlobRange(offset, wanted),
          new DownloadRetryOptions().setMaxRetryRequests(0),
          version,
          false,
          null,
          Context.NONE);
    } catch (RuntimeException e) {
      throw told(e);
    }
    if (window.size() != wanted) {
      throw EngineException.of(ErrorKind.UNREACHABLE, "the store ended its answer early");
    }
    return new ByteArrayInputStream(window.bytes(), 0, window.size());
  }

  private EngineException told(RuntimeException e) {
    if (e instanceof BlobStorageException answer
        && (Failures.noBlob(answer) || Failures.isCondition(answer))) {
      return EngineException.of(ErrorKind.NOT_FOUND, "'" + key + "' was removed while it was read")
          .causedBy(e);
    }
    return client.failures().of(e);
  }

  /** Windows are read from memory. */
  @Override
  public EngineException failure(IOException e) {
    return EngineException.of(ErrorKind.INTERNAL, "a window could not be read").causedBy(e);
  }
}
