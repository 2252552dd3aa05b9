package io.dbprovision.core.backup.stream;

import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.StoredObject;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds what interrupted backups left. */
final class Cleaner {
  private final ObjectStore store;
  private final SmallObjects objects;

  Cleaner(ObjectStore store) {
    this.store = store;
    this.objects = new SmallObjects(store);
  }

  int clean(String prefix, Instant before) {
    int removed = store.abandon(prefix, before);
    Map<String, List<StoredObject>> groups = new LinkedHashMap<>();
    store.list(
        prefix,
        object ->
            groups
                .computeIfAbsent(ObjectNames.place(object.key()).path(), path -> new ArrayList<>())
                .add(object));
    for (Map.Entry<String, List<StoredObject>> group : groups.entrySet()) {
      if (isOld(group.getValue(), before)) {
        removed += cleanGroup(group.getKey(), group.getValue());
      }
    }
    return removed;
  }

  /** The newest counts: a long backup writes part after part. */
  private static boolean isOld(List<StoredObject> group, Instant before) {
    return group.stream().allMatch(object -> object.modified().isBefore(before));
  }

  private int cleanGroup(String path, List<StoredObject> group) {
    // asked for now and not taken from the listing: it may have come meanwhile
    if (store.stat(ObjectNames.manifest(path)).isPresent()) {
      return 0;
    }
    int removed = 0;
    for (StoredObject object : group.reversed()) {
      if (isOurs(object)) {
        store.delete(object.key());
        removed++;
      }
    }
    return removed;
  }

  /** Told by what is in it: names alone could be anybody's, and earlier operators' files are. */
  private boolean isOurs(StoredObject object) {
    return switch (ObjectNames.place(object.key()).role()) {
      case MANIFEST -> false;
      case PART ->
          object.size() >= Preamble.MAGIC_LENGTH
              && Preamble.isMagic(objects.start(object.key(), Preamble.MAGIC_LENGTH));
      case KEY -> isKeyFile(object);
    };
  }

  private boolean isKeyFile(StoredObject object) {
    try {
      KeyFile.read(objects.start(object.key(), KeyFile.LONGEST));
      return true;
    } catch (IOException other) {
      return false;
    }
  }
}
