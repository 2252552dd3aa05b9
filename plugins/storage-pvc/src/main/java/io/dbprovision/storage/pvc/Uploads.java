package io.dbprovision.storage.pvc;

import io.dbprovision.spi.StoreContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The hidden folder where objects wait until they are whole: {@code ID.part} with the bytes, and
 * beside it {@code ID.key}, which is made first, is never written again and so has the time of the
 * beginning.
 */
final class Uploads {
  static final String FOLDER = ".dbops-uploads";
  static final String KEY = ".key";
  static final String PART = ".part";
  static final String CLAIM = ".claim";

  private static final int ATTEMPTS = 3;
  private static final int LONGEST_KEY = 4096;

  private final Volume volume;
  private final StoreContext context;

  Uploads(Volume volume, StoreContext context) {
    this.volume = volume;
    this.context = context;
  }

  Folder folder() throws IOException {
    return volume
        .folderOrNew(List.of(FOLDER))
        .orElseThrow(() -> volume.failures().conflict(FOLDER));
  }

  /** A name that no upload has. */
  String newId() {
    return HexFormat.of().toHexDigits(context.random().nextLong())
        + HexFormat.of().toHexDigits(context.random().nextLong());
  }

  FileChannel create(String id, String key) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try (Folder folder = folder();
          FileChannel note = folder.create(id + KEY)) {
        ByteBuffer text = ByteBuffer.wrap(key.getBytes(StandardCharsets.UTF_8));
        while (text.hasRemaining()) {
          note.write(text);
        }
        return folder.create(id + PART);
      } catch (NoSuchFileException e) {
        // a check of the volume took the folder away, as it had been empty
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  void remove(String id) throws IOException {
    try (Folder folder = folder()) {
      remove(folder, id);
    }
  }

  private static void remove(Folder folder, String id) throws IOException {
    folder.delete(id + PART);
    folder.delete(id + KEY);
  }

  /** Removes old ones; claims that a killed process held, too. */
  int abandon(String prefix, Instant before) throws IOException {
    Optional<Folder> there = volume.folder(List.of(FOLDER));
    if (there.isEmpty()) {
      return 0;
    }
    int abandoned = 0;
    try (Folder folder = there.get()) {
      for (String name : folder.names()) {
        Optional<BasicFileAttributes> file = folder.look(name);
        if (file.isEmpty() || !file.get().lastModifiedTime().toInstant().isBefore(before)) {
          continue;
        }
        if (name.endsWith(CLAIM)) {
          folder.delete(name);
        } else if (name.endsWith(KEY) && concerns(folder, name, prefix)) {
          remove(folder, name.substring(0, name.length() - KEY.length()));
          abandoned++;
        }
      }
    }
    return abandoned;
  }

  /** A note that was cut short with its machine tells no key: then it is nobody's. */
  private static boolean concerns(Folder folder, String name, String prefix) throws IOException {
    try (FileChannel note = folder.read(name)) {
      String key =
          new String(Channels.newInputStream(note).readNBytes(LONGEST_KEY), StandardCharsets.UTF_8);
      return key.startsWith(prefix) || !Keys.valid(key);
    } catch (NoSuchFileException finished) {
      return false;
    }
  }
}
