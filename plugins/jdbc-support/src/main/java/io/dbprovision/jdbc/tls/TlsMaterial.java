package io.dbprovision.jdbc.tls;

import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.TlsMode;
import io.dbprovision.spi.TlsSettings;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * What the socket factory needs, as the one string that the driver can hand to it. It holds the
 * private key: it goes into the driver's properties and nowhere else.
 */
public record TlsMaterial(TlsMode mode, String ca, String certificate, String key) {
  public static TlsMaterial of(TlsMode mode, TlsSettings settings) {
    return new TlsMaterial(
        mode,
        settings.ca().orElse(""),
        settings.certificate().orElse(""),
        settings.key().map(SecretText::reveal).orElse(""));
  }

  public static TlsMaterial decode(String argument) {
    String[] parts = argument.split(",", -1);
    List<String> texts =
        Arrays.stream(parts)
            .skip(1)
            .map(part -> new String(Base64.getDecoder().decode(part), StandardCharsets.UTF_8))
            .toList();
    return new TlsMaterial(TlsMode.valueOf(parts[0]), texts.get(0), texts.get(1), texts.get(2));
  }

  public String encode() {
    return String.join(",", mode.name(), base64(ca), base64(certificate), base64(key));
  }

  public boolean verifiesChain() {
    return mode.compareTo(TlsMode.VERIFY_CA) >= 0;
  }

  public boolean verifiesHost() {
    return mode.compareTo(TlsMode.VERIFY_FULL) >= 0;
  }

  @Override
  public String toString() {
    return "TlsMaterial[" + mode + "]";
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
