package io.dbprovision.core.backup.stream;

import static io.dbprovision.core.backup.stream.Scene.HEADER;
import static io.dbprovision.core.backup.stream.Scene.KEY;
import static io.dbprovision.core.backup.stream.Scene.PATH;
import static io.dbprovision.core.backup.stream.Scene.SEGMENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stored backup that differs in anything from what was written is never taken for one. */
class MutationTest {
  private static final String OTHER = "team/other";

  private final Scene scene = new Scene();
  private final List<String> undetected = new ArrayList<>();
  private int tried;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyBitOfASmallBackupMatters(boolean encrypted) throws IOException {
    EncryptionKey key = encrypted ? KEY : null;
    scene.write(PATH, Scene.dump(800), Scene.options(Compression.ZSTD, key));
    NavigableMap<String, byte[]> original = scene.bucket.contents();
    for (Map.Entry<String, byte[]> object : original.entrySet()) {
      for (int bit = 0; bit < object.getValue().length * Byte.SIZE; bit++) {
        byte[] flipped = object.getValue().clone();
        flipped[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
        mustBeFound(
            "bit " + bit + " of " + object.getKey(), original, object.getKey(), flipped, key);
      }
    }
    assertThat(undetected).as("undetected of %s", tried).isEmpty();
    assertThat(tried).isGreaterThan(encrypted ? 10_000 : 8_000);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyCutOfASmallBackupIsFound(boolean encrypted) throws IOException {
    EncryptionKey key = encrypted ? KEY : null;
    scene.write(PATH, Scene.dump(100), Scene.options(Compression.GZIP, key));
    NavigableMap<String, byte[]> original = scene.bucket.contents();
    for (Map.Entry<String, byte[]> object : original.entrySet()) {
      for (int length = 0; length < object.getValue().length; length++) {
        byte[] cut = Arrays.copyOf(object.getValue(), length);
        mustBeFound("cut to " + length, original, object.getKey(), cut, key);
      }
      byte[] longer = Arrays.copyOf(object.getValue(), object.getValue().length + 1);
      mustBeFound("a byte more", original, object.getKey(), longer, key);
      mustBeFound("missing", original, object.getKey(), null, key);
    }
    assertThat(undetected).as("undetected of %s", tried).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void segmentsAndPartsCannotBeCutMovedDoubledOrLeftOut(boolean encrypted) throws IOException {
    EncryptionKey key = encrypted ? KEY : null;
    scene.write(PATH, Scene.noise(7 * SEGMENT + 5), Scene.options(Compression.NONE, key));
    NavigableMap<String, byte[]> original = scene.bucket.contents();
    List<String> parts = parts(original);
    assertThat(parts).hasSize(3);
    for (String part : parts) {
      List<byte[]> pieces = pieces(at(original, part));
      for (int i = 1; i < pieces.size(); i++) {
        for (int j = 1; j < pieces.size(); j++) {
          if (i != j) {
            List<byte[]> swapped = new ArrayList<>(pieces);
            swapped.set(i, pieces.get(j));
            mustBeFound(i + " doubled as " + j, original, part, joined(swapped), key);
            swapped.set(j, pieces.get(i));
            mustBeFound(i + " and " + j + " swapped", original, part, joined(swapped), key);
          }
        }
        List<byte[]> without = new ArrayList<>(pieces);
        without.remove(i);
        mustBeFound(i + " left out", original, part, joined(without), key);
        byte[] upTo = joined(pieces.subList(0, i));
        for (int length : new int[] {upTo.length - 1, upTo.length, upTo.length + 1}) {
          byte[] cut = Arrays.copyOf(at(original, part), length);
          mustBeFound("cut at " + length, original, part, cut, key);
        }
      }
      for (String other : parts) {
        if (!other.equals(part)) {
          mustBeFound(other + " as " + part, original, part, original.get(other), key);
        }
      }
      mustBeFound("missing", original, part, null, key);
    }
    Random random = new Random(11);
    for (int i = 0; i < 100; i++) {
      String part = parts.get(random.nextInt(parts.size()));
      byte[] changed = at(original, part).clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
      mustBeFound("a bit of " + part, original, part, changed, key);
    }
    assertThat(undetected).as("undetected of %s", tried).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nothingOfAnotherBackupFits(boolean encrypted) throws IOException {
    EncryptionKey key = encrypted ? KEY : null;
    byte[] dump = Scene.noise(7 * SEGMENT + 5);
    StreamOptions options = Scene.options(Compression.NONE, key);
    scene.write(PATH, dump, options);
    NavigableMap<String, byte[]> original = scene.bucket.contents();
    for (BackupHeader header :
        List.of(
            new BackupHeader("uid-2", "enginex", "shop", "custom"),
            new BackupHeader("uid-1", "enginey", "shop", "custom"),
            new BackupHeader("uid-1", "enginex", "shoq", "custom"),
            new BackupHeader("uid-1", "enginex", "shop", "plainx"))) {
      scene.becomes(Map.of());
      // the same dump and the same length of everything, so that only what binds can tell
      scene.write(OTHER, header, dump, options);
      NavigableMap<String, byte[]> other = scene.bucket.contents();
      for (String name : original.keySet()) {
        byte[] foreign = other.get(OTHER + name.substring(PATH.length()));
        mustBeFound(header + " " + name, original, name, foreign, key);
      }
      for (String part : parts(original)) {
        byte[] foreign = at(other, OTHER + part.substring(PATH.length()));
        List<byte[]> mine = pieces(at(original, part));
        List<byte[]> theirs = pieces(foreign);
        for (int i = 0; i < mine.size(); i++) {
          List<byte[]> spliced = new ArrayList<>(mine);
          spliced.set(i, theirs.get(i));
          mustBeFound("spliced " + i + " of " + header, original, part, joined(spliced), key);
        }
      }
    }
    assertThat(undetected).as("undetected of %s", tried).isEmpty();
  }

  @Test
  void aSecondBackupOfTheSameObjectDoesNotFitEither() throws IOException {
    byte[] dump = Scene.noise(4 * SEGMENT);
    StreamOptions options = Scene.options(Compression.NONE, KEY);
    scene.write(PATH, dump, options);
    NavigableMap<String, byte[]> original = scene.bucket.contents();
    scene.becomes(Map.of());
    scene.write(PATH, dump, options);
    NavigableMap<String, byte[]> again = scene.bucket.contents();
    for (String name : original.keySet()) {
      mustBeFound("another " + name, original, name, again.get(name), KEY);
    }
    assertThat(undetected).as("undetected of %s", tried).isEmpty();
  }

  private void mustBeFound(
      String what,
      Map<String, byte[]> original,
      String name,
      byte @Nullable [] changed,
      @Nullable EncryptionKey key)
      throws IOException {
    Map<String, byte[]> contents = new TreeMap<>(original);
    if (changed == null) {
      contents.remove(name);
    } else if (Arrays.equals(changed, original.get(name))) {
      throw new IllegalArgumentException("no change: " + what);
    } else {
      contents.put(name, changed);
    }
    scene.becomes(contents);
    tried++;
    try {
      scene.archive.verify(PATH, key, StreamProgress.NONE);
      undetected.add("verify: " + what);
    } catch (EngineException found) {
      assertThat(found.kind()).as(what).isIn(ErrorKind.INVALID, ErrorKind.NOT_FOUND);
    }
    try {
      scene.read(PATH, key);
      undetected.add("open: " + what);
    } catch (EngineException found) {
      assertThat(found.kind()).as(what).isIn(ErrorKind.INVALID, ErrorKind.NOT_FOUND);
    }
  }

  private static byte[] at(Map<String, byte[]> contents, String name) {
    return Objects.requireNonNull(contents.get(name), name);
  }

  private static List<String> parts(Map<String, byte[]> contents) {
    return contents.keySet().stream()
        .filter(name -> ObjectNames.place(name).role() == ObjectNames.Role.PART)
        .toList();
  }

  /** The preamble, then each segment. */
  private static List<byte[]> pieces(byte[] part) {
    int from = new Preamble(HEADER, Compression.NONE, isEncrypted(part)).length();
    List<byte[]> pieces = new ArrayList<>(List.of(Arrays.copyOf(part, from)));
    for (; from < part.length; from += SegmentCipher.SEALED) {
      pieces.add(
          Arrays.copyOfRange(part, from, Math.min(part.length, from + SegmentCipher.SEALED)));
    }
    return pieces;
  }

  private static boolean isEncrypted(byte[] part) {
    return new String(part, 0, 300, java.nio.charset.StandardCharsets.ISO_8859_1).contains("GCM");
  }

  private static byte[] joined(List<byte[]> pieces) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    pieces.forEach(all::writeBytes);
    return all.toByteArray();
  }
}
