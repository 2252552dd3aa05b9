package io.dbprovision.storage.pvc;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;

/** Writes, reads and deletes a file where uploads wait and where objects will be. */
final class VolumeCheck {
  private static final byte PROBE = 42;

  private final Volume volume;
  private final Uploads uploads;

  VolumeCheck(Volume volume, Uploads uploads) {
    this.volume = volume;
    this.uploads = uploads;
  }

  void run(List<String> prefix) throws IOException {
    boolean there;
    try (Folder root = volume.root()) {
      there = root.look(Uploads.FOLDER).isPresent();
    }
    try (Folder folder = uploads.folder()) {
      probe(folder);
    }
    if (!there) {
      try (Folder root = volume.root()) {
        root.deleteFolder(Uploads.FOLDER);
      } catch (FileSystemException e) {
        // somebody's upload is in it by now
      }
    }
    try (Folder folder = deepest(prefix)) {
      probe(folder);
    }
  }

  /** The deepest folder of the prefix that is there: the next one would be made in it. */
  private Folder deepest(List<String> prefix) throws IOException {
    for (int length = prefix.size(); length > 0; length--) {
      Optional<Folder> there = volume.folder(prefix.subList(0, length));
      if (there.isPresent()) {
        return there.get();
      }
    }
    return volume.root();
  }

  private void probe(Folder folder) throws IOException {
    String name = ".dbops-check-" + uploads.newId();
    try (FileChannel file = folder.create(name)) {
      file.write(ByteBuffer.wrap(new byte[] {PROBE}));
      file.force(true);
      ByteBuffer back = ByteBuffer.allocate(1);
      if (file.read(back, 0) != 1 || back.get(0) != PROBE) {
        throw EngineException.of(
            ErrorKind.INTERNAL,
            "the volume of claim '%s' does not give back what was written to it"
                .formatted(volume.failures().claim()));
      }
    } finally {
      folder.delete(name);
    }
  }
}
