package io.dbprovision.core.backup.stream;

import io.dbprovision.spi.ContentSummary;
import io.dbprovision.spi.DumpSummary;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A backup on its way into a store: {@link #copy} once, then {@link #commit} or {@link #close}. */
public final class BackupUpload implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BackupUpload.class);

  private enum State {
    BEGUN,
    BROKEN,
    COPIED,
    COMMITTED
  }

  private final ObjectStore store;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final String path;
  private final BackupHeader header;
  private final StreamOptions options;
  private final Preamble preamble;
  private final @Nullable DataKey dataKey;
  private final PartWriter parts;
  private final List<String> tried = new ArrayList<>();
  private long plain;
  private State state = State.BEGUN;

  BackupUpload(
      ObjectStore store,
      InstantSource clock,
      RandomGenerator random,
      String path,
      BackupHeader header,
      StreamOptions options,
      long partBytes) {
    this.store = store;
    this.clock = clock;
    this.random = random;
    this.path = path;
    this.header = header;
    this.options = options;
    this.preamble = new Preamble(header, options.compression(), options.key() != null);
    this.dataKey = options.key() == null ? null : DataKey.fresh(random);
    byte[] binding = preamble.binding();
    SegmentCipher cipher =
        dataKey == null
            ? new DigestSegments(binding)
            : new GcmSegments(dataKey.forSegments(), binding);
    this.parts = new PartWriter(store, path, preamble, cipher, partBytes);
  }

  /**
   * Takes the dump to its end. Compression runs in the calling thread, sealing and the store in a
   * second one; an interrupt of the calling thread ends both.
   *
   * @throws EngineException of the store, or INTERNAL when the stream cannot be read
   */
  public void copy(InputStream dump, StreamProgress progress) {
    move(State.BEGUN, State.BROKEN);
    plain = new Pipeline(path, options, parts, progress).run(dump);
    move(State.BROKEN, State.COPIED);
  }

  /**
   * Makes it a backup: checks in the store that every part has the size that was sent, and writes
   * the manifest. Call it only when the tool that made the dump said that it is complete.
   */
  public Manifest commit(DumpSummary summary) {
    move(State.COPIED, State.BROKEN);
    parts.finish();
    EncryptionKey user = options.key();
    if (dataKey != null && user != null) {
      tried.addFirst(ObjectNames.key(path));
      new KeyRing(store, path, preamble.binding()).write(dataKey, user, random);
    }
    Manifest manifest =
        new Manifest(
            header,
            options.compression(),
            dataKey != null,
            clock.instant(),
            plain,
            parts.segments(),
            parts.sizes(),
            parts.checksum(),
            summary);
    byte[] bytes = ManifestFile.bytes(manifest, dataKey);
    if (bytes.length > SmallObjects.LARGEST) {
      manifest = withoutContents(manifest);
      bytes = ManifestFile.bytes(manifest, dataKey);
    }
    if (bytes.length > SmallObjects.LARGEST) {
      throw EngineException.of(
          ErrorKind.INTERNAL,
          "the backup '%s' cannot be described in %d bytes".formatted(path, SmallObjects.LARGEST));
    }
    tried.addFirst(ObjectNames.manifest(path));
    new SmallObjects(store).write(ObjectNames.manifest(path), bytes);
    move(State.BROKEN, State.COMMITTED);
    return manifest;
  }

  private static Manifest withoutContents(Manifest manifest) {
    DumpSummary summary = manifest.summary();
    List<String> warnings = new ArrayList<>(summary.warnings());
    if (warnings.size() >= ManifestParser.MOST_WARNINGS) {
      warnings.subList(ManifestParser.MOST_WARNINGS - 1, warnings.size()).clear();
    }
    warnings.add(
        "there are too many tables to keep the number of rows of each:"
            + " a restored copy cannot be compared with what was backed up");
    return manifest.with(
        new DumpSummary(
            summary.tool(), summary.serverVersion(), ContentSummary.unknown(), warnings));
  }

  private void move(State from, State to) {
    if (state != from) {
      throw new IllegalStateException("the upload of '" + path + "' is " + state);
    }
    state = to;
  }

  /**
   * Unless it was committed, gives up everything that was written; what cannot be removed now is
   * found by {@link BackupArchive#clean} later. Never throws.
   */
  @Override
  public void close() {
    if (state == State.COMMITTED) {
      return;
    }
    state = State.BROKEN;
    // an interrupt ended the copy; the clean-up has to reach the store all the same
    boolean interrupted = Thread.interrupted();
    parts.close();
    try {
      // the manifest goes first: as long as it may be there, nothing that it tells of may go
      tried.forEach(store::delete);
      parts.discard();
    } catch (EngineException unreachable) {
      LOG.warn("Remains of the backup {} are left for the next clean-up", path);
      LOG.debug("Remains of the backup {}", path, unreachable);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
