package io.dbprovision.core.backup.stream;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** The key files of one backup: one, and two while it is being wrapped anew. */
final class KeyRing {
  /** Far more than there ever are; whoever may write to the store may have put them there. */
  private static final int MOST = 64;

  private final ObjectStore store;
  private final SmallObjects objects;
  private final String path;
  private final byte[] binding;
  private final Complaint complaint;

  KeyRing(ObjectStore store, String path, byte[] binding) {
    this.store = store;
    this.objects = new SmallObjects(store);
    this.path = path;
    this.binding = binding.clone();
    this.complaint = new Complaint(path);
  }

  void write(DataKey data, EncryptionKey user, RandomGenerator random) {
    objects.write(ObjectNames.key(path), KeyFile.wrap(data, user, binding, random).bytes());
  }

  /**
   * @throws EngineException INVALID when no key file is there that this key opens
   */
  DataKey open(EncryptionKey user) {
    Optional<byte[]> own = objects.read(ObjectNames.key(path, user.id()));
    if (own.isPresent()) {
      return parsed(own.get()).unwrap(user, binding, complaint);
    }
    Optional<byte[]> first = objects.read(ObjectNames.key(path));
    if (first.isPresent()) {
      return parsed(first.get()).unwrap(user, binding, complaint);
    }
    List<String> others = files().stream().map(StoredObject::key).toList();
    throw complaint.damaged(
        others.isEmpty()
            ? "has lost its key file " + ObjectNames.key(path)
            : "is encrypted with another key than " + user.id() + ": there is " + others);
  }

  private KeyFile parsed(byte[] bytes) {
    try {
      return KeyFile.read(bytes);
    } catch (IOException e) {
      throw complaint.damaged("has a damaged key file").causedBy(e);
    }
  }

  /** Which keys there is a file for; one that is damaged is for none. */
  Set<String> ids() {
    Set<String> ids = new TreeSet<>();
    for (StoredObject file : files()) {
      id(file).ifPresent(ids::add);
    }
    return ids;
  }

  /**
   * Adds a file for a key, unless there is one. Whenever it is interrupted, the others are there.
   *
   * @param known of which one opens the backup, unless that key does
   */
  void add(Collection<EncryptionKey> known, EncryptionKey now, RandomGenerator random) {
    DataKey data = openedByAny(known, now);
    String place = ObjectNames.key(path, now.id());
    if (!opens(now, data)) {
      if (store.stat(place).isPresent()) {
        // it opens with nothing: the remains of a damaged file
        store.delete(place);
      }
      objects.write(place, KeyFile.wrap(data, now, binding, random).bytes());
    }
    if (!open(now).equals(data)) {
      throw complaint.damaged("was given a key file that does not open it; the old one stays");
    }
  }

  /** Removes the files of all other keys. That this one opens the backup is for the caller. */
  void keepOnly(EncryptionKey now) {
    for (StoredObject file : files()) {
      if (id(file).filter(now.id()::equals).isEmpty()) {
        store.delete(file.key());
      }
    }
  }

  private DataKey openedByAny(Collection<EncryptionKey> known, EncryptionKey now) {
    List<EncryptionKey> keys = new ArrayList<>(known);
    keys.add(now);
    EngineException last = complaint.damaged("is opened by no key");
    for (EncryptionKey key : keys.reversed()) {
      try {
        return open(key);
      } catch (EngineException refused) {
        if (refused.kind() != ErrorKind.INVALID) {
          throw refused;
        }
        last = refused;
      }
    }
    throw last;
  }

  private boolean opens(EncryptionKey key, DataKey data) {
    try {
      return open(key).equals(data);
    } catch (EngineException not) {
      if (not.kind() != ErrorKind.INVALID) {
        throw not;
      }
      return false;
    }
  }

  private Optional<String> id(StoredObject file) {
    if (file.size() > KeyFile.LONGEST) {
      return Optional.empty();
    }
    Optional<byte[]> bytes = objects.read(file.key());
    try {
      return bytes.isEmpty()
          ? Optional.empty()
          : Optional.of(KeyFile.read(bytes.get()).keyId()).filter(EncryptionKey::isId);
    } catch (IOException damaged) {
      return Optional.empty();
    }
  }

  private List<StoredObject> files() {
    List<StoredObject> files = new ArrayList<>();
    store.list(
        ObjectNames.key(path),
        object -> {
          ObjectNames.Place place = ObjectNames.place(object.key());
          if (place.role() == ObjectNames.Role.KEY && place.path().equals(path)) {
            if (files.size() == MOST) {
              throw complaint.damaged("has more key files than any backup ever has");
            }
            files.add(object);
          }
        });
    return files;
  }
}
