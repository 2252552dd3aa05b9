package io.dbprovision.azure;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a block: it says whose it is and since when, as the service tells neither of blocks
 * that are not part of a blob yet. All have one length, as the service wants it.
 *
 * @param mark of the upload, 16 hexadecimal digits
 * @param begun when the upload was begun, in seconds
 */
record BlockId(String mark, Instant begun, int index) {
  /** As many as a blob may have. */
  static final int MOST = 50_000;

  private static final Pattern FORM = Pattern.compile("([0-9a-f]{16})-([0-9a-f]{10})-([0-9]{5})");

  String base64() {
    String text = String.format(Locale.ROOT, "%s-%010x-%05d", mark, begun.getEpochSecond(), index);
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Empty for one of another program. */
  static Optional<BlockId> of(String base64) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      Matcher matcher = FORM.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
      return matcher.matches()
          ? Optional.of(
              new BlockId(
                  matcher.group(1),
                  Instant.ofEpochSecond(Long.parseLong(matcher.group(2), 16)),
                  Integer.parseInt(matcher.group(3))))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
