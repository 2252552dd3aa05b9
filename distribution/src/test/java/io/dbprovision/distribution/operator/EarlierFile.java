package io.dbprovision.distribution.operator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A backup file as operators before this one wrote it: a dump, compressed, encrypted as a whole,
 * nothing before it, nothing behind it. Written by the platform's codecs and the servers' own
 * programs, with nothing of the operator's.
 */
final class EarlierFile {
  private static final int NONCE = 12;
  private static final int IV = 16;

  private final byte[] bytes;

  private EarlierFile(byte[] bytes) {
    this.bytes = bytes;
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** What a program prints, with variables for its environment. */
  static EarlierFile dump(Path program, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      byte[] printed = process.getInputStream().readAllBytes();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(program + " failed");
      }
      return new EarlierFile(printed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static EarlierFile text(String sql) {
    return new EarlierFile(sql.getBytes(StandardCharsets.UTF_8));
  }

  EarlierFile gzip() {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new EarlierFile(packed.toByteArray());
  }

  /** A nonce of 12 bytes, the ciphertext, its tag. */
  EarlierFile gcm(byte[] key) {
    byte[] nonce = Arrays.copyOf("no nonce twice".getBytes(StandardCharsets.US_ASCII), NONCE);
    return encrypted("AES/GCM/NoPadding", key, nonce, new GCMParameterSpec(128, nonce));
  }

  /** An initialisation vector of 16 bytes, the padded ciphertext. */
  EarlierFile cbc(byte[] key) {
    byte[] iv = Arrays.copyOf("sixteen bytes of noise".getBytes(StandardCharsets.US_ASCII), IV);
    return encrypted("AES/CBC/PKCS5Padding", key, iv, new IvParameterSpec(iv));
  }

  private EarlierFile encrypted(String way, byte[] key, byte[] start, AlgorithmParameterSpec with) {
    try {
      Cipher cipher = Cipher.getInstance(way);
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), with);
      byte[] rest = cipher.doFinal(bytes);
      byte[] all = Arrays.copyOf(start, start.length + rest.length);
      System.arraycopy(rest, 0, all, start.length, rest.length);
      return new EarlierFile(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  EarlierFile cutBy(int count) {
    return new EarlierFile(Arrays.copyOf(bytes, bytes.length - count));
  }

  EarlierFile flipped(int at) {
    byte[] changed = bytes.clone();
    changed[at] ^= 1;
    return new EarlierFile(changed);
  }
}
