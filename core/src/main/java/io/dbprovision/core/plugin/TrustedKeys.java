package io.dbprovision.core.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whose plugins are loaded: Ed25519 public keys. Immutable.
 *
 * @param keys empty: signatures are not asked for
 */
public record TrustedKeys(List<PublicKey> keys) {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  public TrustedKeys {
    keys = List.copyOf(keys);
  }

  /** Everybody's plugins are loaded. */
  public static TrustedKeys notAsked() {
    return new TrustedKeys(List.of());
  }

  /**
   * Reads all {@code PUBLIC KEY} blocks of a PEM file, or of all {@code *.pem} files in a folder,
   * as {@code openssl pkey -pubout} writes them.
   *
   * @throws IllegalArgumentException with a sentence for people when there is no key, or something
   *     is none; an empty file must not switch the check off
   */
  public static TrustedKeys read(Path place) {
    List<PublicKey> keys = new ArrayList<>();
    try {
      for (Path file : files(place)) {
        Matcher blocks = BLOCK.matcher(Files.readString(file));
        while (blocks.find()) {
          keys.add(key(file, blocks.group(1), blocks.group(2)));
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("the trusted keys cannot be read from " + place, e);
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("there is no PUBLIC KEY block in " + place);
    }
    return new TrustedKeys(keys);
  }

  private static List<Path> files(Path place) throws IOException {
    if (!Files.isDirectory(place)) {
      return List.of(place);
    }
    try (Stream<Path> files = Files.list(place)) {
      return files.filter(file -> file.toString().endsWith(".pem")).sorted().toList();
    }
  }

  private static PublicKey key(Path file, String type, String base64) {
    if (!type.equals("PUBLIC KEY")) {
      throw new IllegalArgumentException(
          "%s holds a %s; only a PUBLIC KEY belongs there".formatted(file, type));
    }
    try {
      return KeyFactory.getInstance("Ed25519")
          .generatePublic(new X509EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException(file + " holds a key that is no Ed25519 key", e);
    }
  }
}
