package io.dbprovision.jdbc.tool;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dbprovision.spi.SecretText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file that its owner alone can read, from its first moment on. */
public final class SecretFile {
  private SecretFile() {}

  /**
   * Makes it; one of that name, or a link, must not be there.
   *
   * @throws UncheckedIOException when it is there or cannot be written
   */
  public static Path write(Path folder, String name, SecretText text) {
    Path file = folder.resolve(name);
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = ByteBuffer.wrap(text.reveal().getBytes(UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
