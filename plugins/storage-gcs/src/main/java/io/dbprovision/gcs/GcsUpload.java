package io.dbprovision.gcs;

import com.google.api.client.http.HttpResponseException;
import com.google.api.services.storage.model.StorageObject;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.StoredObject;
import io.dbprovision.spi.Upload;
import io.dbprovision.store.Patience;
import io.dbprovision.store.Slabs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An object in a resumable session. One buffer is sent again and again; it is kept until the
 * service says that it has it.
 */
final class GcsUpload implements Upload {
  /** More makes nothing faster. */
  private static final int LARGEST_CHUNK = 8 * 1024 * 1024;

  private static final int EXISTS = 412;
  private static final Logger LOG = LoggerFactory.getLogger(GcsUpload.class);

  private final GcsClient client;
  private final GcsObjects objects;
  private final String key;
  private final String mark;
  private final Slabs waiting;
  private final Checksum checksum = new Checksum();
  private @Nullable Session session;
  private long total;
  private long persisted;
  private boolean finishing;
  private boolean over;

  GcsUpload(GcsClient client, GcsObjects objects, String key) {
    this.client = client;
    this.objects = objects;
    this.key = key;
    this.mark = HexFormat.of().toHexDigits(client.context().random().nextLong());
    this.waiting = new Slabs(Math.min(LARGEST_CHUNK, client.context().uploadBuffer()));
  }

  @Override
  public void write(ByteBuffer bytes) {
    requireOpen();
    checksum.update(bytes.duplicate());
    total += bytes.remaining();
    while (bytes.hasRemaining()) {
      // a full buffer waits for the next byte: the object's last request must tell its size
      if (waiting.isFull() && send(false).isPresent()) {
        throw EngineException.of(
            ErrorKind.INTERNAL, "the store made an object of an upload that was not finished");
      }
      waiting.take(bytes);
    }
  }

  @Override
  public StoredObject commit() {
    requireOpen();
    finishing = true;
    StorageObject made =
        send(true)
            .orElseThrow(
                () -> EngineException.of(ErrorKind.INTERNAL, "the store did not make the object"));
    boolean sound =
        made.getSize().longValueExact() == total
            && (made.getCrc32c() == null || made.getCrc32c().equals(checksum.text()));
    if (!sound) {
      objects.delete(made);
      throw EngineException.of(
          ErrorKind.INTERNAL, "'" + key + "' was damaged on its way to the store");
    }
    over = true;
    waiting.drop();
    return GcsObjects.stored(made);
  }

  /** Returns when the store has what waits; with the object, which the last request makes. */
  private Optional<StorageObject> send(boolean last) {
    Patience patience = new Patience(client.context());
    int offset = 0;
    boolean asking = false;
    while (true) {
      try {
        Session open = session();
        Session.Progress progress =
            asking ? open.progress() : open.send(waiting, offset, persisted, last);
        if (progress instanceof Session.Progress.Finished finished) {
          return Optional.of(finished.object());
        }
        int now = offsetOf(progress);
        if (now == waiting.size() && !last) {
          persisted += now;
          waiting.clear();
          return Optional.empty();
        }
        if (!asking && now <= offset) {
          patience.afterFailure(
              EngineException.of(ErrorKind.INTERNAL, "the store takes no more bytes"));
        }
        offset = now;
        asking = false;
      } catch (IOException e) {
        Optional<StorageObject> made = made(e);
        if (made.isPresent()) {
          return made;
        }
        patience.afterFailure(isGone(e) ? dropped(e) : client.failures().of(e));
        asking = session != null;
        offset = 0;
      }
    }
  }

  private Session session() throws IOException {
    Session open = session;
    if (open == null) {
      open = Session.begin(client, key, mark);
      session = open;
    }
    return open;
  }

  private int offsetOf(Session.Progress progress) {
    long offset =
        progress instanceof Session.Progress.Persisted some ? some.bytes() - persisted : -1;
    if (offset < 0 || offset > waiting.size()) {
      throw EngineException.of(
          ErrorKind.INTERNAL, "the store lost bytes that it had: begin the upload anew");
    }
    return (int) offset;
  }

  /**
   * The object, when a refusal means that the session came to its end with a request whose answer
   * was lost.
   *
   * @throws EngineException when somebody else's is there
   */
  private Optional<StorageObject> made(IOException e) {
    if (status(e) != EXISTS && !isGone(e)) {
      return Optional.empty();
    }
    Optional<StorageObject> found = objects.found(key);
    if (found.isPresent() && isOurs(found.get())) {
      return found;
    }
    if (found.isPresent() || status(e) == EXISTS) {
      throw EngineException.of(ErrorKind.CONFLICT, "there is an object '" + key + "' already")
          .causedBy(e);
    }
    if (persisted > 0) {
      throw dropped(e);
    }
    return Optional.empty();
  }

  /** The session, not the bucket. */
  private boolean isGone(IOException e) {
    return session != null && (status(e) == 404 || status(e) == 410);
  }

  private EngineException dropped(IOException e) {
    // nothing is lost as long as all that it had still waits here
    session = null;
    return EngineException.of(
            ErrorKind.INTERNAL, "the store dropped an unfinished upload: begin it anew")
        .causedBy(e);
  }

  private static int status(IOException e) {
    return e instanceof HttpResponseException answer ? answer.getStatusCode() : 0;
  }

  private boolean isOurs(StorageObject object) {
    return finishing
        && object.getMetadata() != null
        && mark.equals(object.getMetadata().get(Session.MARK));
  }

  @Override
  public void abort() {
    if (over) {
      return;
    }
    over = true;
    waiting.drop();
    try {
      if (session != null) {
        session.cancel();
      }
      if (finishing) {
        // the commit may have come to pass without an answer
        objects.found(key).filter(this::isOurs).ifPresent(objects::delete);
      }
    } catch (IOException | EngineException e) {
      LOG.debug("an upload could not be cancelled; the store drops it by itself", e);
    }
  }

  @Override
  public void close() {
    abort();
  }

  private void requireOpen() {
    if (over) {
      throw EngineException.of(ErrorKind.INTERNAL, "the upload of '" + key + "' is over");
    }
  }
}
