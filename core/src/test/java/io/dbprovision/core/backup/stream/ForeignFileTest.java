package io.dbprovision.core.backup.stream;

import static io.dbprovision.core.backup.stream.Scene.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files as earlier operators wrote them; the platform's own ciphers write them here. */
class ForeignFileTest {
  private static final String PREFIX = "backups/prod";
  private static final String FILE = PREFIX + "/shop-nightly-20250101-000000.dump.enc";

  private final Scene scene = new Scene();
  private final ForeignFile files = new ForeignFile(scene.store);

  @Test
  void theTagIsThatOfThePlatformForEveryLength() throws GeneralSecurityException {
    Random random = new Random(5);
    for (int length :
        new int[] {
          0, 1, 15, 16, 17, 31, 1000, 65_535, 65_536, 65_537, 65_552, 131_072, 131_073, 300_001
        }) {
      byte[] nonce = new byte[GcmCheck.NONCE];
      random.nextBytes(nonce);
      byte[] message = gcm(nonce, Scene.noise(length));
      GcmCheck check = new GcmCheck(KEY.reveal(), nonce);
      for (int at = nonce.length; at < nonce.length + length; ) {
        int count = Math.min(1 + random.nextInt(70_000), nonce.length + length - at);
        check.update(message, at, count);
        at += count;
      }
      assertThat(check.tag())
          .as("the tag over %s bytes", length)
          .isEqualTo(Arrays.copyOfRange(message, nonce.length + length, message.length));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aGcmFileOfEveryCompressionIsRead(Compression compression) throws Exception {
    byte[] dump = Scene.dump(200_000);
    put(FILE, gcm(new byte[12], compressed(compression, dump)));
    assertThat(read(compression, ForeignEncryption.GCM, KEY, false)).isEqualTo(dump);
  }

  @ParameterizedTest
  @EnumSource
  void aCbcFileIsReadOnlyWhenAcknowledged(Compression compression) throws Exception {
    byte[] dump = Scene.dump(200_000);
    put(FILE, cbc(compressed(compression, dump)));
    assertThat(read(compression, ForeignEncryption.CBC, KEY, true)).isEqualTo(dump);
    assertThatThrownBy(() -> read(compression, ForeignEncryption.CBC, KEY, false))
        .hasMessageContaining("acknowledge");
  }

  @ParameterizedTest
  @EnumSource
  void aPlainFileIsReadAndACutOneIsNot(Compression compression) throws Exception {
    byte[] dump = Scene.dump(200_000);
    byte[] file = compressed(compression, dump);
    put(FILE, file);
    assertThat(read(compression, ForeignEncryption.NONE, null, false)).isEqualTo(dump);
    if (compression != Compression.NONE) {
      put(FILE, Arrays.copyOf(file, file.length - 5));
      refused(compression, ForeignEncryption.NONE, null);
    }
    if (compression == Compression.ZSTD || compression == Compression.LZ4) {
      // gzip files may be followed by zeros: its readers pass over them
      put(FILE, Arrays.copyOf(file, file.length + 5));
      refused(compression, ForeignEncryption.NONE, null);
    }
  }

  @Test
  void aChangedGcmFileGivesNoByte() throws Exception {
    byte[] file = gcm(new byte[12], Scene.dump(70_000));
    for (int at :
        new int[] {0, 11, 12, 65_000, file.length - 17, file.length - 16, file.length - 1}) {
      byte[] changed = file.clone();
      changed[at] ^= 1;
      put(FILE, changed);
      assertThatThrownBy(this::openGcm)
          .as("byte %s, at once", at)
          .isInstanceOfSatisfying(
              EngineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID));
    }
    for (int length : new int[] {0, 11, 27, 28, 1000, file.length - 16, file.length - 1}) {
      put(FILE, Arrays.copyOf(file, length));
      assertThatThrownBy(this::openGcm).as("cut to %s", length).isInstanceOf(EngineException.class);
    }
    put(FILE, Arrays.copyOf(file, file.length + 1));
    assertThatThrownBy(this::openGcm).isInstanceOf(EngineException.class);
    put(FILE, file);
    assertThatThrownBy(() -> open(Compression.NONE, ForeignEncryption.GCM, Scene.key(2), false))
        .hasMessageContaining("the key is another");
  }

  @Test
  void aGcmFileThatWasProvenIsProvenAgainWhileItIsRead() throws Exception {
    byte[] file = gcm(new byte[12], Scene.dump(70_000));
    put(FILE, file);
    byte[] changed = file.clone();
    changed[40_000] ^= 1;
    GcmFile second =
        new GcmFile(new ByteArrayInputStream(changed), scene.store.stat(FILE).orElseThrow(), KEY);
    assertThatThrownBy(second::readAllBytes).isInstanceOf(IOException.class);
  }

  @Test
  void thePlaceWithThePrefixTwiceComesFirst() throws Exception {
    put(FILE, new byte[] {1});
    put(PREFIX + "/" + FILE, new byte[] {2});
    assertThat(read(Compression.NONE, ForeignEncryption.NONE, null, false)).containsExactly(2);
    files.delete(FILE, PREFIX);
    assertThat(read(Compression.NONE, ForeignEncryption.NONE, null, false)).containsExactly(1);
    files.delete(FILE, PREFIX);
    files.delete(FILE, PREFIX);
    assertThatThrownBy(() -> read(Compression.NONE, ForeignEncryption.NONE, null, false))
        .hasMessageContaining("is not there");
  }

  @Test
  void aPartOfAnUnfinishedBackupIsNoForeignFile() {
    scene.write(FILE, Scene.dump(100), Scene.options(Compression.NONE, null));
    scene.bucket.remove(ObjectNames.manifest(FILE));
    assertThatThrownBy(() -> read(Compression.NONE, ForeignEncryption.NONE, null, false))
        .hasMessageContaining("never completed");
  }

  @Test
  void anEncryptedFileNeedsItsKey() throws Exception {
    put(FILE, gcm(new byte[12], Scene.dump(100)));
    assertThatThrownBy(() -> open(Compression.NONE, ForeignEncryption.GCM, null, false))
        .hasMessageContaining("give the key");
    assertThat(ForeignEncryption.of("aes-256-gcm")).contains(ForeignEncryption.GCM);
    assertThat(ForeignEncryption.of("rot13")).isEmpty();
  }

  private void refused(
      Compression compression, ForeignEncryption encryption, @Nullable EncryptionKey key) {
    assertThatThrownBy(() -> read(compression, encryption, key, true))
        .as("%s", compression)
        .isInstanceOf(EngineException.class);
  }

  private InputStream openGcm() {
    return open(Compression.NONE, ForeignEncryption.GCM, KEY, false);
  }

  private InputStream open(
      Compression compression,
      ForeignEncryption encryption,
      @Nullable EncryptionKey key,
      boolean acknowledged) {
    return files.open(FILE, PREFIX, compression, encryption, key, acknowledged);
  }

  private byte[] read(
      Compression compression,
      ForeignEncryption encryption,
      @Nullable EncryptionKey key,
      boolean acknowledged)
      throws IOException {
    try (InputStream in = open(compression, encryption, key, acknowledged)) {
      return in.readAllBytes();
    }
  }

  private void put(String key, byte[] bytes) {
    scene.bucket.put(key, bytes, scene.clock.instant());
  }

  private static byte[] compressed(Compression compression, byte[] dump) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream encoder = compression.encoder(out, 6)) {
      encoder.write(dump);
    }
    return out.toByteArray();
  }

  private static byte[] gcm(byte[] nonce, byte[] plain) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        new SecretKeySpec(KEY.reveal(), "AES"),
        new GCMParameterSpec(128, nonce));
    return joined(nonce, cipher.doFinal(plain));
  }

  private static byte[] cbc(byte[] plain) throws GeneralSecurityException {
    byte[] iv = Scene.noise(16);
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(
        Cipher.ENCRYPT_MODE, new SecretKeySpec(KEY.reveal(), "AES"), new IvParameterSpec(iv));
    return joined(iv, cipher.doFinal(plain));
  }

  private static byte[] joined(byte[] start, byte[] rest) {
    byte[] all = Arrays.copyOf(start, start.length + rest.length);
    System.arraycopy(rest, 0, all, start.length, rest.length);
    return all;
  }
}
