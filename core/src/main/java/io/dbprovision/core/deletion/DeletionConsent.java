package io.dbprovision.core.deletion;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.digest.Sha256;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The user's consent to a cascade: bound to the children that existed when it was asked for. Once
 * given it holds for those children; a child that comes later needs a new one.
 *
 * @param along what goes with the children in turn; it is told and not bound to
 */
record DeletionConsent(boolean given, List<String> children, int remaining, List<String> along) {
  private static final int HASH_LENGTH = 8;

  static final String BLOCK = "deletionConfirmation";

  /** The user has agreed, to whatever children the status names. */
  static boolean recorded(CustomResource parent) {
    Fields block = parent.status().object(BLOCK);
    return block.has("required") && !block.flag("required", true);
  }

  static DeletionConsent of(CustomResource parent, List<String> current, List<String> along) {
    Fields block = parent.status().object(BLOCK);
    List<String> consented = block.texts("children");
    if (recorded(parent) && consented.containsAll(current)) {
      return new DeletionConsent(true, consented, current.size(), along);
    }
    boolean now =
        parent
            .metadata()
            .annotation(Keys.CONFIRM_FORCE_DELETE)
            .filter(hash(current)::equals)
            .isPresent();
    return new DeletionConsent(now, current, current.size(), along);
  }

  /**
   * The first four bytes of a SHA-256 over the sorted identifiers, one a line, in lower-case hex.
   */
  static String hash(List<String> identifiers) {
    String[] sorted = identifiers.toArray(String[]::new);
    Arrays.sort(sorted);
    return Sha256.hex(String.join("\n", sorted)).substring(0, HASH_LENGTH);
  }

  String hash() {
    return hash(children);
  }

  String message() {
    return given
        ? "deleting " + remaining + " dependent objects"
        : "%d dependent objects (%s) will be deleted with it%s; to agree, annotate it with %s=%s"
            .formatted(
                remaining,
                Identifiers.kinds(children),
                along.isEmpty() ? "" : ", and with these " + Identifiers.kinds(along),
                Keys.CONFIRM_FORCE_DELETE,
                hash());
  }

  /** The block as the status shows it. */
  Map<String, Object> block() {
    Map<String, Object> block = new LinkedHashMap<>();
    block.put("required", !given);
    block.put("hash", hash());
    block.put("children", children);
    block.put("remainingCount", remaining);
    block.put("message", message());
    return block;
  }
}
