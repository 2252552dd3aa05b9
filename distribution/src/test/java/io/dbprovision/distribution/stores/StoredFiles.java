package io.dbprovision.distribution.stores;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Objects that are files below a folder, which nobody but the test and the store touches. */
public record StoredFiles(Path root) {
  /** Of hidden folders, too. */
  public List<String> keys(String start) {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .filter(key -> key.startsWith(start))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every byte is one character. */
  public String text(String key) {
    try {
      return Files.readString(root.resolve(key), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As somebody else would have put it there. */
  public void write(String key, byte[] bytes) {
    Path file = root.resolve(key);
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void delete(String key) {
    try {
      Files.delete(root.resolve(key));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Changes one bit in the middle of an object; done twice it is as it was. */
  public void flip(String key) {
    try (RandomAccessFile file = new RandomAccessFile(root.resolve(key).toFile(), "rw")) {
      long middle = file.length() / 2;
      file.seek(middle);
      int was = file.read();
      file.seek(middle);
      file.write(was ^ 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
