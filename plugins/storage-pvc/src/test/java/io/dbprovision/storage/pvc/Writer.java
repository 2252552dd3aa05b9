package io.dbprovision.storage.pvc;

import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.Upload;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/** A program that writes one object after the other, until somebody kills it. */
public final class Writer {
  static final int SIZE = 300_000;

  private Writer() {}

  /**
   * @param arguments the folder
   */
  public static void main(String[] arguments) {
    ObjectStore store = new Mount(Path.of(arguments[0])).open();
    for (int number = 0; ; number++) {
      byte[] chunk = new byte[SIZE / 3];
      Arrays.fill(chunk, (byte) number);
      try (Upload upload = store.begin("a/" + number)) {
        for (int i = 0; i < 3; i++) {
          upload.write(ByteBuffer.wrap(chunk));
          System.out.println(number);
        }
        upload.commit();
      }
    }
  }
}
