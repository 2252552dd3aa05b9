package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.backup.stream.Compression;
import io.dbprovision.core.backup.stream.EncryptionKey;
import io.dbprovision.core.backup.stream.ForeignEncryption;
import io.dbprovision.core.backup.work.LoadSource;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Files that operators before this one stored. Nothing beside them tells how they were written, so
 * the blocks of a manifest have to.
 */
final class EarlierFiles {
  private static final String ACKNOWLEDGE = "acknowledgeUnverifiedFile";
  private static final String ENCRYPTED = ".enc";

  private final StoredBackups stored;
  private final EncryptionKeys keys;

  @Inject
  EarlierFiles(StoredBackups stored, EncryptionKeys keys) {
    this.stored = stored;
    this.keys = keys;
  }

  /**
   * Where the blocks {@code compression} and {@code encryption} of a file are.
   *
   * @param resource whose manifest has them
   * @param path of what holds them, such as {@code spec.fromPath}
   */
  record Blocks(CustomResource resource, String path, Fields fields) {}

  /** Whether an earlier operator wrote a backup's status: this one tells how it is compressed. */
  static boolean wrote(CustomResource backup) {
    Fields status = backup.status().object(BackupStatus.BACKUP);
    return !status.isEmpty() && !status.has(BackupStatus.COMPRESSION);
  }

  /** What an earlier operator's object leads to; empty when no file is where it says. */
  Optional<RestoreSource> ofBackup(
      CustomResource restore, CustomResource backup, StoreSite store, String path) {
    Fields status = backup.status();
    Blocks blocks = new Blocks(backup, "spec", backup.spec());
    return stored
        .file(store, path)
        .map(
            file ->
                source(
                    restore,
                    blocks,
                    store,
                    file,
                    backup.key().path(),
                    status.object(BackupStatus.SOURCE).text("engine", ""),
                    status.object(BackupStatus.BACKUP).number("sizeBytes", 0)));
  }

  /** What lies at one of the paths, the first that leads to a file; empty when none does. */
  Optional<RestoreSource> ofPaths(
      CustomResource restore, Blocks blocks, StoreSite store, List<String> paths) {
    for (String path : paths) {
      Optional<StoredObject> file = stored.file(store, path);
      if (file.isPresent()) {
        return Optional.of(source(restore, blocks, store, file.get(), path, "", 0));
      }
    }
    return Optional.empty();
  }

  private RestoreSource source(
      CustomResource restore,
      Blocks blocks,
      StoreSite store,
      StoredObject file,
      String name,
      String engine,
      long plainBytes) {
    ForeignEncryption encryption = encryption(blocks, file.key());
    boolean acknowledged = restore.spec().object("confirmation").flag(ACKNOWLEDGE, false);
    if (encryption == ForeignEncryption.CBC && !acknowledged) {
      throw EngineException.at(
          ErrorKind.UNSUPPORTED,
          "spec.confirmation." + ACKNOWLEDGE,
          "is not true, and %s is encrypted with aes-256-cbc: nothing can tell whether somebody changed it; set it to true to restore the file all the same"
              .formatted(name));
    }
    Optional<EncryptionKey> key =
        keys.key(
            blocks.resource(), blocks.path() + ".encryption", blocks.fields().object("encryption"));
    return new RestoreSource(
        store,
        new LoadSource.Foreign(
            file.key(),
            "",
            compression(blocks, file.key()),
            encryption,
            key.orElse(null),
            acknowledged),
        name,
        engine,
        plainBytes,
        file.size(),
        warnings(name, encryption));
  }

  private static List<String> warnings(String name, ForeignEncryption encryption) {
    List<String> warnings = new ArrayList<>();
    warnings.add(
        "%s was stored by an earlier operator, with nothing beside it that tells what it holds: what is restored cannot be compared with anything"
            .formatted(name));
    if (encryption != ForeignEncryption.GCM) {
      warnings.add(
          "%s is %s: whether somebody changed it cannot be told"
              .formatted(
                  name,
                  encryption == ForeignEncryption.CBC
                      ? "encrypted with aes-256-cbc"
                      : "not encrypted"));
    }
    return warnings;
  }

  private static ForeignEncryption encryption(Blocks blocks, String key) {
    String path = blocks.path() + ".encryption";
    Fields block = blocks.fields().object("encryption");
    if (!block.flag("enabled", false)) {
      if (key.endsWith(ENCRYPTED)) {
        throw EngineException.at(
            ErrorKind.INVALID,
            path,
            "is missing or not enabled, and %s is encrypted by its name: say with what, and where its key is"
                .formatted(key));
      }
      return ForeignEncryption.NONE;
    }
    String word = block.text("algorithm", "aes-256-gcm");
    return ForeignEncryption.of(word)
        .filter(way -> way != ForeignEncryption.NONE)
        .orElseThrow(
            () ->
                EngineException.at(
                    ErrorKind.INVALID,
                    path + ".algorithm",
                    "is neither aes-256-gcm nor aes-256-cbc: " + word));
  }

  /** As the block says; by the file's name when there is none. */
  private static Compression compression(Blocks blocks, String key) {
    if (blocks.fields().has("compression")) {
      return BackupWishes.way(
          blocks.fields().object("compression"), blocks.path() + ".compression");
    }
    String name =
        key.endsWith(ENCRYPTED) ? key.substring(0, key.length() - ENCRYPTED.length()) : key;
    for (Compression way : Compression.values()) {
      if (!way.suffix().isEmpty() && name.endsWith(way.suffix())) {
        return way;
      }
    }
    return Compression.NONE;
  }
}
