package io.dbprovision.distribution.operator;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Secrets by a name for each, and whether a text holds one of them in whatever form. */
final class SecretForms {
  private static final int MIN_LENGTH = 8;
  private final Map<String, Set<String>> forms = new LinkedHashMap<>();

  /**
   * @param name for a report, which must not hold the secret
   */
  void add(String name, String secret) {
    if (secret.length() < MIN_LENGTH) {
      throw new IllegalArgumentException(name + " is too short to be looked for");
    }
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    String url = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    Set<String> all = forms.computeIfAbsent(name, key -> new LinkedHashSet<>());
    all.add(secret);
    all.add(url);
    all.add(url.replace("+", "%20"));
    all.add(secret.replace("\\", "\\\\").replace("\"", "\\\""));
    all.add(secret.replace("'", "''"));
    all.add(HexFormat.of().formatHex(bytes));
    all.add(HexFormat.of().withUpperCase().formatHex(bytes));
    // within a longer text its Base64 starts at any of three places, and its ends depend on the
    // rest
    for (int shift = 0; shift < 3; shift++) {
      byte[] shifted = new byte[bytes.length + shift];
      System.arraycopy(bytes, 0, shifted, shift, bytes.length);
      String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      all.add(encoded.substring(shift == 0 ? 0 : shift + 1, bytes.length * 8 / 6 - 1));
    }
  }

  /** The names of the secrets that the text holds. */
  Set<String> in(String text) {
    Set<String> found = new TreeSet<>();
    forms.forEach(
        (name, all) -> {
          if (all.stream().anyMatch(text::contains)) {
            found.add(name);
          }
        });
    return found;
  }

  int size() {
    return forms.size();
  }
}
