package io.dbprovision.core.backup.stream;

import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.StoredObject;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Finds what interrupted backups left. */
final class Cleaner {
  /** Others wait for whoever cleans: what is left after so many objects is for the next time. */
  static final int MOST_LOOKS = 1_000;

  private final ObjectStore store;
  private final SmallObjects objects;
  private final RandomGenerator random;

  Cleaner(ObjectStore store, RandomGenerator random) {
    this.store = store;
    this.objects = new SmallObjects(store);
    this.random = random;
  }

  int clean(String prefix, Instant before, Predicate<String> paths) {
    int removed = store.abandon(prefix, before, key -> paths.test(ObjectNames.place(key).path()));
    Orphans orphans = new Orphans(before, paths);
    store.list(prefix, orphans::next);
    List<Orphans.Group> found = orphans.found();
    // files of others that look like ours do not stand in the way for ever
    Collections.shuffle(found, random);
    int looks = 0;
    for (Orphans.Group group : found) {
      if (looks < MOST_LOOKS) {
        List<StoredObject> objectsThere = group.objects();
        looks += objectsThere.size();
        removed += cleanGroup(group.path(), objectsThere);
      }
    }
    return removed;
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
