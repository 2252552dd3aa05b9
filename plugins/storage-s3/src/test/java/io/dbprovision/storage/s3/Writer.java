package io.dbprovision.storage.s3;

import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.Upload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A program that writes an object and never ends it; its login comes by its input. */
public final class Writer {
  private Writer() {}

  /**
   * @param arguments endpoint, region and key
   */
  public static void main(String[] arguments) throws IOException {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    StorePlace place =
        StorePlace.builder(
                Section.of(
                    "s3",
                    Map.of(
                        "bucket",
                        Servers.BUCKET,
                        "endpoint",
                        arguments[0],
                        "region",
                        arguments[1],
                        "forcePathStyle",
                        true,
                        "secretRef",
                        Map.of("name", "s3-login"))))
            .secret("secretRef", Servers.keys(input.readLine(), input.readLine()))
            .build();
    ObjectStore store = new S3Store().open(place, Servers.CONTEXT);
    Upload upload = store.begin(arguments[2]);
    while (true) {
      upload.write(ByteBuffer.allocate(6 * 1024 * 1024));
      System.out.println("more");
    }
  }
}
