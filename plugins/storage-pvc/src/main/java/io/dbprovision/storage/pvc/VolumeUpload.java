package io.dbprovision.storage.pvc;

import io.dbprovision.spi.StoredObject;
import io.dbprovision.spi.Upload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file that has no name of its own yet. */
final class VolumeUpload implements Upload {
  private static final Logger LOG = LoggerFactory.getLogger(VolumeUpload.class);

  private final Volume volume;
  private final Uploads uploads;
  private final Publication publication;
  private final String key;
  private final String id;
  private final FileChannel part;
  private boolean over;

  VolumeUpload(
      Volume volume,
      Uploads uploads,
      Publication publication,
      String key,
      String id,
      FileChannel part) {
    this.volume = volume;
    this.uploads = uploads;
    this.publication = publication;
    this.key = key;
    this.id = id;
    this.part = part;
  }

  @Override
  public void write(ByteBuffer bytes) {
    volume
        .failures()
        .guarded(
            () -> {
              int written = 0;
              while (bytes.hasRemaining()) {
                written += part.write(bytes);
              }
              return written;
            });
  }

  @Override
  public StoredObject commit() {
    if (over) {
      throw new IllegalStateException("the upload is over");
    }
    StoredObject stored = volume.failures().guarded(this::publish);
    over = true;
    remove();
    return stored;
  }

  private StoredObject publish() throws IOException {
    part.force(true);
    part.close();
    List<String> names = Keys.names(key);
    try (Folder waiting = uploads.folder();
        Folder parent =
            volume
                .folderOrNew(names.subList(0, names.size() - 1))
                .orElseThrow(() -> volume.failures().conflict(key))) {
      BasicFileAttributes file = publication.publish(waiting, id + Uploads.PART, parent, key);
      try {
        parent.sync();
      } catch (IOException e) {
        // a name that may be gone after a crash must not look like a success meanwhile
        parent.delete(names.getLast());
        throw e;
      }
      return new StoredObject(key, file.size(), file.lastModifiedTime().toInstant());
    }
  }

  @Override
  public void abort() {
    if (!over) {
      over = true;
      remove();
    }
  }

  @Override
  public void close() {
    abort();
  }

  /** What stays is found by {@link Uploads#abandon} later. */
  private void remove() {
    try {
      part.close();
      uploads.remove(id);
    } catch (IOException | RuntimeException e) {
      LOG.debug("an upload of {} was not removed", key, e);
    }
  }
}
