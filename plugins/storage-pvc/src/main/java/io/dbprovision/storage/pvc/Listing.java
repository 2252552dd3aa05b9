package io.dbprovision.storage.pvc;

import io.dbprovision.spi.StoredObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Goes through the files of a volume; it holds the names of one folder after the other. */
final class Listing {
  /** Of our own, and of the file system. */
  private static final Set<String> NO_OBJECTS = Set.of(Uploads.FOLDER, "lost+found");

  /** What Java shows for bytes that are no UTF-8: such a name is no key's. */
  private static final char UNREADABLE = '\uFFFD';

  private record Entry(String key, BasicFileAttributes file) {
    byte[] bytes() {
      return key.getBytes(StandardCharsets.UTF_8);
    }
  }

  private final String prefix;
  private final Consumer<StoredObject> each;

  Listing(String prefix, Consumer<StoredObject> each) {
    this.prefix = prefix;
    this.each = each;
  }

  /**
   * @param base what the keys of the folder begin with: nothing, or names and a slash
   */
  void walk(Folder folder, String base) throws IOException {
    for (Entry entry : entries(folder, base)) {
      if (!entry.file.isDirectory()) {
        each.accept(
            new StoredObject(
                entry.key, entry.file.size(), entry.file.lastModifiedTime().toInstant()));
        continue;
      }
      String name = entry.key.substring(base.length(), entry.key.length() - 1);
      Optional<Folder> child = folder.child(name);
      if (child.isPresent()) {
        try (Folder inner = child.get()) {
          walk(inner, entry.key);
        }
      }
    }
  }

  private List<Entry> entries(Folder folder, String base) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (String name : folder.names()) {
      if (name.indexOf(UNREADABLE) >= 0 || (base.isEmpty() && NO_OBJECTS.contains(name))) {
        continue;
      }
      Optional<BasicFileAttributes> file = folder.look(name);
      if (file.isPresent() && file.get().isDirectory()) {
        // with the slash it takes the place among the others that the keys below it have
        String key = base + name + "/";
        if (key.startsWith(prefix) || prefix.startsWith(key)) {
          entries.add(new Entry(key, file.get()));
        }
      } else if (file.isPresent()
          && file.get().isRegularFile()
          && (base + name).startsWith(prefix)) {
        String key = base + name;
        entries.add(new Entry(key, file.get()));
      }
    }
    entries.sort((one, other) -> Arrays.compareUnsigned(one.bytes(), other.bytes()));
    return entries;
  }
}
