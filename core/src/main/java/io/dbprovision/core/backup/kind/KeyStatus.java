package io.dbprovision.core.backup.kind;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.backup.stream.EncryptionKey;
import io.dbprovision.core.reference.CrossRef;
import io.dbprovision.core.reference.CrossRefs;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.EngineException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a backup's status tells of the key that its data key is wrapped with. The condition is true
 * only while one key file is there, that one's: it is made false before another is written.
 */
final class KeyStatus {
  static final String CONDITION = "KeyCurrent";
  static final String WRAPPED = "KeyWrapped";
  private static final String KEY_ID = "keyId";

  private KeyStatus() {}

  /** Empty for one that is not encrypted, or is an earlier operator's. */
  static String id(CustomResource backup) {
    return backup.status().object(BackupStatus.BACKUP).text(KEY_ID, "");
  }

  /** Whether it was said that another key than the current one may open it. */
  static boolean behind(CustomResource backup) {
    return condition(backup).text("status", "").equals("False");
  }

  /** Why the condition is as it is; empty fields while it is not set. */
  static Fields condition(CustomResource backup) {
    return backup.condition(CONDITION);
  }

  /**
   * Which key it is to be wrapped with by a worker, or is wrapped with now.
   *
   * @param key null when it is not encrypted
   */
  static void names(StatusDraft draft, @Nullable EncryptionKey key) {
    if (key == null) {
      return;
    }
    Map<String, Object> block = new LinkedHashMap<>(draft.block(BackupStatus.BACKUP).values());
    block.put(KEY_ID, key.id());
    Fields encryption = draft.resource().spec().object("encryption");
    CrossRefs.encryptionKey(draft.resource(), "spec.encryption", encryption)
        .ifPresent(ref -> block.put(CrossRefs.KEY_SECRET, secret(ref, encryption)));
    draft.set(BackupStatus.BACKUP, block);
  }

  private static Map<String, Object> secret(CrossRef ref, Fields encryption) {
    return Map.of(
        "namespace",
        ref.namespace(),
        "name",
        ref.name(),
        "key",
        encryption.object("secretRef").text("key", ""));
  }

  /** The key that the status names is the only one that opens it. */
  static StatusDraft current(StatusDraft draft) {
    Fields block = draft.block(BackupStatus.BACKUP);
    Optional<String> id = block.text(KEY_ID);
    if (id.isEmpty()) {
      return draft;
    }
    Fields secret = block.object(CrossRefs.KEY_SECRET);
    return draft.condition(
        CONDITION,
        true,
        WRAPPED,
        "its data key is wrapped with key %s%s and with no other"
            .formatted(
                id.get(),
                secret
                    .text("name")
                    .map(
                        name ->
                            " (entry %s of Secret %s/%s)"
                                .formatted(
                                    secret.text("key", ""), secret.text("namespace", ""), name))
                    .orElse("")));
  }

  /** Whether the key cannot be had, which says nothing of what is stored. */
  static boolean aboutKey(EngineException e) {
    return e.path().filter(path -> path.endsWith(".encryption.secretRef")).isPresent();
  }

  static StatusDraft behind(StatusDraft draft, String reason, String text) {
    return draft.condition(CONDITION, false, reason, text);
  }
}
