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
import java.util.Optional;

/** Reads the keys that backups are encrypted with. */
final class EncryptionKeys {
  private final SecretReader reader;
  private final Secrets secrets;

  @Inject
  EncryptionKeys(SecretReader reader, Secrets secrets) {
    this.reader = reader;
    this.secrets = secrets;
  }

  /**
   * @param path of the encryption block
   * @return empty when nothing is to be encrypted
   * @throws EngineException INVALID (no Secret named, not 32 bytes), NOT_FOUND or PERMISSION
   */
  Optional<EncryptionKey> key(CustomResource from, String path, Fields encryption) {
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
    // whether it may be read at all
    var unused = reader.secret(from, ref);
    String name = encryption.object("secretRef").text("key", "");
    byte[] bytes =
        secrets
            .bytes(ref.namespace(), ref.name(), name)
            .orElseThrow(
                () ->
                    EngineException.at(
                        ErrorKind.NOT_FOUND,
                        ref.path(),
                        "%s has no key %s".formatted(unused, name)));
    try {
      return Optional.of(EncryptionKey.of(bytes));
    } catch (EngineException e) {
      throw e.atPath(ref.path());
    }
  }
}
