package io.dbprovision.core.backup.kind;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.backup.stream.Compression;
import io.dbprovision.core.backup.stream.EncryptionKey;
import io.dbprovision.core.backup.stream.StreamOptions;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.LogicalDump;
import io.dbprovision.spi.Section;
import java.util.ArrayList;
import java.util.List;

/** Reads backups' manifests and what they refer to. Writes nothing, and touches no store. */
final class BackupWishes {
  private static final String GOOD_CIPHER = "aes-256-gcm";
  private static final int LONGEST_PREFIX = 700;

  private final Sites sites;
  private final StoreSites stores;
  private final EncryptionKeys keys;

  @Inject
  BackupWishes(Sites sites, StoreSites stores, EncryptionKeys keys) {
    this.sites = sites;
    this.stores = stores;
    this.keys = keys;
  }

  /**
   * @throws EngineException with the field; NOT_FOUND for what may yet come
   */
  BackupWish read(CustomResource backup) {
    Times.ttl(backup);
    StreamOptions options = options(backup);
    StoreSite store = stores.site(backup, "spec.storage", backup.spec().object("storage"));
    requireRoom(store);
    Site source = sites.of(sites.source(backup), "spec.databaseRef");
    Section block = Blocks.of(backup, source.server().engine());
    List<String> warnings =
        new ArrayList<>(Blocks.checked(backup, source.server().engine(), block));
    cipher(backup, warnings);
    LogicalDump dumps = source.capability(LogicalDump.class, "make backups");
    return new BackupWish(source, dumps, block, dumps.format(block), store, options, warnings);
  }

  /** Keys of objects have at most 1024 bytes, and the longest name of a file leaves 780 of them. */
  private static void requireRoom(StoreSite store) {
    int length = store.prefix().getBytes(UTF_8).length;
    if (length > LONGEST_PREFIX) {
      throw EngineException.at(
          ErrorKind.INVALID,
          "spec.storage." + store.access().name(),
          "puts %d bytes before the names of files, and keys would be too long: %d are the most"
              .formatted(length, LONGEST_PREFIX));
    }
  }

  private StreamOptions options(CustomResource backup) {
    Fields compression = backup.spec().object("compression");
    EncryptionKey key =
        keys.key(backup, "spec.encryption", backup.spec().object("encryption")).orElse(null);
    int level = Math.toIntExact(compression.number("level", Compression.DEFAULT_LEVEL));
    if (level < 1 || level > 9) {
      throw EngineException.at(
          ErrorKind.INVALID, "spec.compression.level", "is not within 1 to 9: " + level);
    }
    return new StreamOptions(way(compression, "spec.compression"), level, key);
  }

  /**
   * @param path of the block
   */
  static Compression way(Fields block, String path) {
    if (block.isEmpty() || !block.flag("enabled", true)) {
      return Compression.NONE;
    }
    String word = block.text("algorithm", "gzip");
    return Compression.of(word)
        .orElseThrow(
            () ->
                EngineException.at(
                    ErrorKind.INVALID,
                    path + ".algorithm",
                    "is none of %s: %s".formatted(Compression.words(), word)));
  }

  private static void cipher(CustomResource backup, List<String> warnings) {
    Fields encryption = backup.spec().object("encryption");
    String algorithm = encryption.text("algorithm", GOOD_CIPHER);
    if (encryption.flag("enabled", false) && !algorithm.equals(GOOD_CIPHER)) {
      warnings.add(
          "spec.encryption.algorithm: %s would not show whether a backup was changed; it is written with %s"
              .formatted(algorithm, GOOD_CIPHER));
    }
  }
}
