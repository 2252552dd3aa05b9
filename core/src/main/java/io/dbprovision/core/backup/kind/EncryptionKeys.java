package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.backup.stream.EncryptionKey;
import io.dbprovision.core.kube.Secrets;
import io.dbprovision.core.reference.CrossRef;
import io.dbprovision.core.reference.CrossRefs;
import io.dbprovision.core.reference.SecretReader;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the keys that backups are encrypted with. */
final class EncryptionKeys {
  private final SecretReader reader;
  private final Secrets secrets;

  @Inject
  EncryptionKeys(SecretReader reader, Secrets secrets) {
    this.reader = reader;
    this.secrets = secrets;
  }

  /** The key that the block names, as {@link #keys} finds it. */
  Optional<EncryptionKey> key(CustomResource from, String path, Fields encryption) {
    return keys(from, path, encryption).map(KeySet::current);
  }

  /**
   * @param path of the encryption block
   * @return empty when nothing is to be encrypted
   * @throws EngineException INVALID (no Secret named, not 32 bytes), NOT_FOUND or PERMISSION
   */
  Optional<KeySet> keys(CustomResource from, String path, Fields encryption) {
    if (!encryption.flag("enabled", false)) {
      return Optional.empty();
    }
    CrossRef ref =
        CrossRefs.encryptionKey(from, path, encryption)
            .orElseThrow(
                () ->
                    EngineException.at(
                        ErrorKind.INVALID,
                        path + ".secretRef",
                        "is missing: encryption is enabled, and nothing says where the key is"));
    Secrets.Secret place = reader.secret(from, ref);
    Map<String, byte[]> entries = secrets.bytes(ref.namespace(), ref.name());
    try {
      EncryptionKey current = named(place, ref, encryption.object("secretRef"), entries);
      Set<EncryptionKey> all = new LinkedHashSet<>(List.of(current));
      addAll(all, entries);
      Optional<CrossRef> former = CrossRefs.formerKey(from);
      former.ifPresent(other -> addFormer(all, from, other));
      String where =
          former
              .map(other -> "%s nor in %s".formatted(place, other.title()))
              .orElseGet(place::toString);
      return Optional.of(new KeySet(ref.path(), where, current, List.copyOf(all)));
    } finally {
      clear(entries);
    }
  }

  private static EncryptionKey named(
      Secrets.Secret place, CrossRef ref, Fields names, Map<String, byte[]> entries) {
    String entry = names.text("key", "");
    byte[] bytes = entries.get(entry);
    if (bytes == null) {
      throw EngineException.at(
          ErrorKind.NOT_FOUND, ref.path(), "%s has no key %s".formatted(place, entry));
    }
    try {
      return EncryptionKey.of(bytes);
    } catch (EngineException e) {
      throw e.atPath(ref.path());
    }
  }

  /** Whatever has the length of a key may be one. */
  private static void addAll(Set<EncryptionKey> keys, Map<String, byte[]> entries) {
    entries.values().stream()
        .filter(bytes -> bytes.length == EncryptionKey.BYTES)
        .map(EncryptionKey::of)
        .forEach(keys::add);
  }

  /** It may be gone since, and nobody needs it any more. */
  private void addFormer(Set<EncryptionKey> keys, CustomResource from, CrossRef ref) {
    try {
      Secrets.Secret _ = reader.secret(from, ref);
    } catch (EngineException gone) {
      return;
    }
    Map<String, byte[]> entries = secrets.bytes(ref.namespace(), ref.name());
    addAll(keys, entries);
    clear(entries);
  }

  private static void clear(Map<String, byte[]> entries) {
    entries.values().forEach(bytes -> Arrays.fill(bytes, (byte) 0));
  }
}
