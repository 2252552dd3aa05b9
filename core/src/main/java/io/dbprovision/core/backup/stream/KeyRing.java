package io.dbprovision.core.backup.stream;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The key files of one backup: one, and two while it is being wrapped anew. */
final class KeyRing {
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
    List<String> others = names();
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

  /**
   * Adds a file for another key and takes away all others, in this order: whenever it is
   * interrupted, there is a file that was read back and opens.
   */
  void replace(EncryptionKey old, EncryptionKey now, RandomGenerator random) {
    DataKey data = openedByEither(old, now);
    String place = ObjectNames.key(path, now.id());
    if (!opens(now, data)) {
      // what lies there opens with nothing: the remains of a damaged file
      store.delete(place);
      objects.write(place, KeyFile.wrap(data, now, binding, random).bytes());
    }
    if (!open(now).equals(data)) {
      throw complaint.damaged("was given a key file that does not open it; the old one stays");
    }
    for (String name : names()) {
      if (!isFor(name, now)) {
        store.delete(name);
      }
    }
  }

  private DataKey openedByEither(EncryptionKey old, EncryptionKey now) {
    try {
      return open(old);
    } catch (EngineException refused) {
      try {
        return open(now);
      } catch (EngineException neither) {
        throw refused;
      }
    }
  }

  private boolean opens(EncryptionKey key, DataKey data) {
    try {
      return open(key).equals(data);
    } catch (EngineException not) {
      return switch (not.kind()) {
        case INVALID -> false;
        default -> throw not;
      };
    }
  }

  private boolean isFor(String name, EncryptionKey key) {
    Optional<byte[]> bytes = objects.read(name);
    try {
      return bytes.isPresent() && KeyFile.read(bytes.get()).keyId().equals(key.id());
    } catch (IOException damaged) {
      return false;
    }
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    store.list(
        ObjectNames.key(path),
        object -> {
          ObjectNames.Place place = ObjectNames.place(object.key());
          if (place.role() == ObjectNames.Role.KEY && place.path().equals(path)) {
            names.add(object.key());
          }
        });
    return names;
  }
}
