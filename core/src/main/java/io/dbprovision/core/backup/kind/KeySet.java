package io.dbprovision.core.backup.kind;

import io.dbprovision.core.backup.stream.EncryptionKey;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The keys that an encryption block leads to: the one that it names, and all others that lie in the
 * same Secret, or in the one that a backup was wrapped from before.
 *
 * @param path of the reference, such as {@code spec.encryption.secretRef}
 * @param place the Secrets, for people
 * @param all the current one first
 */
record KeySet(String path, String place, EncryptionKey current, List<EncryptionKey> all) {
  KeySet {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(current, "current");
    all = List.copyOf(all);
  }

  /**
   * @param ids of the keys that open a backup
   * @return the current one when it does
   */
  Optional<EncryptionKey> opening(Set<String> ids) {
    return all.stream().filter(key -> ids.contains(key.id())).findFirst();
  }

  /** None of these keys is among those that open what is stored there. */
  EngineException without(String stored, Set<String> ids) {
    return EngineException.at(ErrorKind.INVALID, path, lacks(stored, ids));
  }

  /** The same as a sentence. */
  String lacks(String stored, Set<String> ids) {
    return "the data key of %s is wrapped with key %s, which is not in %s: put it back under any entry"
        .formatted(stored, String.join(" and key ", ids), place);
  }
}
