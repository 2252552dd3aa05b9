package io.dbprovision.core.deletion;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The user's consent to a cascade: bound to the children that existed when it was asked for. Once
 * given it holds for those children; a child that comes later needs a new one.
 */
record DeletionConsent(boolean given, List<String> children, int remaining) {
  static final String BLOCK = "deletionConfirmation";

  /** The user has agreed, to whatever children the status names. */
  static boolean recorded(CustomResource parent) {
    Fields block = parent.status().object(BLOCK);
    return block.has("required") && !block.flag("required", true);
  }

  static DeletionConsent of(CustomResource parent, List<String> current) {
    Fields block = parent.status().object(BLOCK);
    List<String> consented = block.texts("children");
    if (recorded(parent) && consented.containsAll(current)) {
      return new DeletionConsent(true, consented, current.size());
    }
    boolean now =
        parent
            .metadata()
            .annotation(Keys.CONFIRM_FORCE_DELETE)
            .filter(hash(current)::equals)
            .isPresent();
    return new DeletionConsent(now, current, current.size());
  }

  /**
   * The first four bytes of a SHA-256 over the sorted identifiers, one a line, in lower-case hex.
   */
  static String hash(List<String> identifiers) {
    String[] sorted = identifiers.toArray(String[]::new);
    Arrays.sort(sorted);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(String.join("\n", sorted).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  String hash() {
    return hash(children);
  }

  String message() {
    return given
        ? "deleting " + remaining + " dependent objects"
        : "%d dependent objects will be deleted with it; to agree, annotate it with %s=%s"
            .formatted(remaining, Keys.CONFIRM_FORCE_DELETE, hash());
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
