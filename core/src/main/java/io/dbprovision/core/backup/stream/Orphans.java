package io.dbprovision.core.backup.stream;

import io.dbprovision.spi.StoredObject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Picks out of a listing what belongs to no complete backup and is old, in bounded memory however
 * long the listing is: as it is sorted, nothing more comes for a path once keys no longer begin
 * with it. Used by one thread.
 */
final class Orphans {
  /** Objects that are kept in mind; the others are for the next time. */
  static final int MOST = 5_000;

  private final Instant before;
  private final Predicate<String> paths;
  private final Deque<Group> open = new ArrayDeque<>();
  private final List<Group> found = new ArrayList<>();
  private int held;

  /**
   * @param before an object that is newer keeps all that is at its path
   * @param paths which can be backups'
   */
  Orphans(Instant before, Predicate<String> paths) {
    this.before = before;
    this.paths = paths;
  }

  /** What lies at one path. */
  static final class Group {
    private final String path;
    private final List<StoredObject> objects = new ArrayList<>();
    private boolean stays;

    private Group(String path) {
      this.path = path;
    }

    String path() {
      return path;
    }

    /** In the order of their keys; not all when there are too many. */
    List<StoredObject> objects() {
      return List.copyOf(objects);
    }
  }

  /** To be told of each object, in the order of the keys. */
  void next(StoredObject object) {
    ObjectNames.Place place = ObjectNames.place(object.key());
    if (!paths.test(place.path())) {
      return;
    }
    for (Iterator<Group> each = open.iterator(); each.hasNext(); ) {
      Group group = each.next();
      if (!object.key().startsWith(group.path)) {
        each.remove();
        close(group);
      }
    }
    Group group = group(place.path());
    // the newest counts: a long backup writes part after part
    if (place.role() == ObjectNames.Role.MANIFEST || !object.modified().isBefore(before)) {
      group.stays = true;
      held -= group.objects.size();
      group.objects.clear();
    } else if (!group.stays && held < MOST) {
      group.objects.add(object);
      held++;
    }
  }

  private Group group(String path) {
    Optional<Group> known = open.stream().filter(each -> each.path.equals(path)).findFirst();
    if (known.isPresent()) {
      return known.get();
    }
    Group fresh = new Group(path);
    open.addFirst(fresh);
    return fresh;
  }

  private void close(Group group) {
    if (!group.stays && !group.objects.isEmpty()) {
      found.add(group);
    }
  }

  /** At the end of the listing. */
  List<Group> found() {
    open.forEach(this::close);
    open.clear();
    return found;
  }
}
