package io.dbprovision.storage.pvc;

import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.StoreContext;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.Upload;
import io.dbprovision.spi.testkit.store.StoreTestContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the tests do with a mounted claim. */
record Mount(Path folder) {
  static final StoreContext CONTEXT = StoreTestContext.standard();

  ObjectStore open() {
    return new PvcStore().open(place(), CONTEXT);
  }

  StorePlace place() {
    return StorePlace.builder(
            Section.of("spec.storage.pvc", Map.of("claimName", "backups", "subPath", "a")))
        .mount(folder)
        .build();
  }

  /** A store on a file system of which this is true: {@code linker}. */
  ObjectStore open(Publication.Linker linker) {
    Failures failures = new Failures("backups", "spec.storage.pvc.claimName", folder);
    return new VolumeStore(new Volume(folder, failures), "a", CONTEXT, linker);
  }

  static void put(ObjectStore store, String key, String content) {
    try (Upload upload = store.begin(key)) {
      upload.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
      upload.commit();
    }
  }

  static String text(ObjectStore store, String key) throws IOException {
    try (InputStream in = store.open(key, 0)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static List<String> keys(ObjectStore store) {
    List<String> keys = new ArrayList<>();
    store.list("", object -> keys.add(object.key()));
    return keys;
  }
}
