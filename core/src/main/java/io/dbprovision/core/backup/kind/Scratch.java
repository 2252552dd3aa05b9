package io.dbprovision.core.backup.kind;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Metadata;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The restore, in no cluster and never completed, by which a backup is tried out. */
final class Scratch {
  /** No engine takes a target for a restore whose name is like those of its own. */
  private static final String NAME = "dbops_verification_";

  private static final int SHORT = 16;

  private Scratch() {}

  /** The same for a backup whenever it is asked for, and no object's. */
  static String uid(CustomResource backup) {
    String text = "verification of " + backup.metadata().uid();
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /**
   * A name that is nobody's, and none that engines reserve: the restore never comes so far as to
   * use it.
   */
  static String database(CustomResource backup) {
    return NAME + uid(backup).replace("-", "").substring(0, SHORT);
  }

  static CustomResource restore(CustomResource backup) {
    Map<String, Object> status = new LinkedHashMap<>();
    Fields known = backup.status();
    if (known.has(WorkedOn.FIELD)) {
      status.put(WorkedOn.FIELD, known.object(WorkedOn.FIELD).values());
    }
    known
        .object(VerificationStatus.BLOCK)
        .text(VerificationStatus.STARTED)
        .ifPresent(time -> status.put(VerificationStatus.STARTED, time));
    Metadata metadata =
        new Metadata(
            backup.namespace(),
            backup.name(),
            uid(backup),
            "",
            1,
            null,
            null,
            Map.of(),
            Map.of(),
            List.of());
    return new CustomResource(
        CustomKind.RESTORE,
        metadata,
        Fields.of(Map.of("backupRef", Map.of("name", backup.name()))),
        Fields.of(status));
  }
}
