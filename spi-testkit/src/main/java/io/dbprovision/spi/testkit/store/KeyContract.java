package io.dbprovision.spi.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Keys, listings, reads from an offset, deletes. */
abstract class KeyContract extends UploadContract {
  private static final int LONGEST_KEY = 900;

  private static final List<String> HOSTILE =
      List.of(
          "with space",
          "plus+plus",
          "per%cent",
          "escaped%2Fslash",
          "and&equals=question?hash#",
          "quote'\"back`tick",
          "semi;colon:comma,at@",
          "(paren)[bracket]{brace}<angle>",
          "star*tilde~bang!dollar$caret^pipe|",
          "back\\slash",
          ".hidden",
          "...",
          "-dash",
          "über/größe/日本語",
          "combining e\u0301 and \u00e9",
          "emoji \uD83D\uDE00");

  private static final List<String> REFUSED =
      List.of("", "/", "/a", "a/", "a//b", ".", "..", "./a", "a/..", "a/../b", "a/./b");

  @Test
  public void hostileKeysAreTakenLiterally() throws IOException {
    List<String> written = new ArrayList<>();
    for (String name : HOSTILE) {
      String key = key(name);
      if (!takes(name)) {
        assertRefused("begin of " + key, ErrorKind.INVALID, () -> put(key, name));
        assertRefused("stat of " + key, ErrorKind.INVALID, () -> objects().stat(key));
        continue;
      }
      put(key, name);
      written.add(key);
      assertThat(objects().stat(key)).as("stat of %s", key).isPresent();
      assertThat(text(key)).as("content of %s", key).isEqualTo(name);
    }
    assertThat(keys(key("")))
        .as("keys as they were given")
        .containsExactlyInAnyOrderElementsOf(written);
    for (String key : written) {
      objects().delete(key);
      assertThat(objects().stat(key)).as("after delete of %s", key).isEmpty();
    }
  }

  @Test
  public void aKeyOf900BytesIsTakenAndOneOf901IsNot() throws IOException {
    String longest = filled(LONGEST_KEY);
    put(longest, "x");
    assertThat(text(longest)).isEqualTo("x");
    assertThat(keys(key(""))).containsExactly(longest);
    assertRefused("a key of 901 bytes", ErrorKind.INVALID, () -> put(longest + "x", "x"));
  }

  /** Names of at most 200 bytes: a file system takes no longer ones. */
  private String filled(int length) {
    StringBuilder key = new StringBuilder(key("ü"));
    int bytes = key.toString().getBytes(StandardCharsets.UTF_8).length;
    for (int inName = 1; bytes < length; bytes++, inName++) {
      boolean cut = inName % 200 == 0 && bytes < length - 1;
      key.append(cut ? '/' : 'k');
    }
    return key.toString();
  }

  @Test
  public void keysThatAreNoneAreRefusedByEveryMethod() {
    List<String> before = keys(key(""));
    for (String key : REFUSED) {
      String contract = "the key '" + key + "'";
      assertRefused("begin of " + contract, ErrorKind.INVALID, () -> put(key, "x"));
      assertRefused("open of " + contract, ErrorKind.INVALID, () -> objects().open(key, 0));
      assertRefused("stat of " + contract, ErrorKind.INVALID, () -> objects().stat(key));
      assertRefused("delete of " + contract, ErrorKind.INVALID, () -> objects().delete(key));
    }
    assertThat(keys(key(""))).isEqualTo(before);
  }

  @Test
  public void listingsAreOrderedByTheBytesOfTheKeys() {
    List<String> ordered = new ArrayList<>();
    for (String name :
        List.of("A", "a-b", "a.b", "a/b", "a/c", "a0", "aa", "\u00e9", "\uFF5E", "\uD83D\uDE00")) {
      ordered.add(key(name));
    }
    List<String> shuffled = new ArrayList<>(ordered);
    Collections.reverse(shuffled);
    shuffled.forEach(key -> put(key, "x"));
    assertThat(keys(key(""))).as("order of the keys' UTF-8 bytes").isEqualTo(ordered);
  }

  @Test
  public void aPrefixIsAnyTextAndNotOnlyWholeNames() {
    for (String name : List.of("ab/c", "abc", "abd/e/f", "ac")) {
      put(key(name), name);
    }
    assertThat(keys(key("ab"))).containsExactly(key("ab/c"), key("abc"), key("abd/e/f"));
    assertThat(keys(key("ab/"))).containsExactly(key("ab/c"));
    assertThat(keys(key("abd/e/f"))).containsExactly(key("abd/e/f"));
    assertThat(keys(key("nothing"))).isEmpty();
    assertThat(keys(key("no/such/folder/"))).isEmpty();
  }

  @Test
  public void listingsTellSizesAndTimes() {
    put(key("a"), noise(7));
    List<StoredObject> found = new ArrayList<>();
    objects().list(key(""), found::add);
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().size()).isEqualTo(7);
    assertThat(found.getFirst().modified())
        .isBetween(context().clock().instant().minusSeconds(3600), future());
  }

  @Test
  public void listingsGoOnBehindTheFirstPage() throws Exception {
    List<String> expected = new ArrayList<>();
    List<Callable<StoredObject>> puts = new ArrayList<>();
    for (int i = 0; i < moreThanAPage(); i++) {
      String key = key("page/" + (10_000 + i));
      expected.add(key);
      puts.add(() -> put(key, "x"));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<StoredObject> done : threads.invokeAll(puts)) {
        done.get();
      }
    }
    assertThat(keys(key("page/"))).as("every page of a listing").isEqualTo(expected);
  }

  @Test
  public void readsBeginAtAnyOffset() throws IOException {
    int size = 3 * CHUNK + 17;
    byte[] content = noise(size);
    put(key("a"), content);
    for (int offset : new int[] {0, 1, CHUNK, size - 1, size}) {
      assertThat(get(key("a"), offset))
          .as("open at %s of %s", offset, size)
          .isEqualTo(Arrays.copyOfRange(content, offset, size));
    }
    put(key("empty"), noise(0));
    assertThat(get(key("empty"), 0)).as("an empty object").isEmpty();
  }

  @Test
  public void aReadMayBeGivenUpHalfWay() throws IOException {
    put(key("a"), noise(4 * 1024 * 1024));
    for (int i = 0; i < 20; i++) {
      try (InputStream in = objects().open(key("a"), 0)) {
        assertThat(in.readNBytes(100)).hasSize(100);
      }
    }
    assertThat(get(key("a"), 4 * 1024 * 1024 - 3)).hasSize(3);
  }

  @Test
  public void anObjectThatIsNotThereIsNotFoundByItsKey() {
    String key = key("no/such");
    assertThat(objects().stat(key)).isEmpty();
    assertRefused("open without an object", ErrorKind.NOT_FOUND, () -> objects().open(key, 0));
    assertThat(catchThrowable(() -> objects().open(key, 0)))
        .as("the message names the key")
        .hasMessageContaining(key);
  }

  @Test
  public void deletingIsIdempotentAndTakesNothingElse() {
    put(key("a"), "x");
    put(key("ab"), "x");
    put(key("b/c"), "x");
    objects().delete(key("a"));
    objects().delete(key("a"));
    objects().delete(key("never/there"));
    objects().delete(key("b"));
    assertThat(keys(key(""))).containsExactly(key("ab"), key("b/c"));
  }

  @Test
  public void aKeyIsFreeAgainAfterTheDelete() throws IOException {
    put(key("a"), "first");
    objects().delete(key("a"));
    put(key("a"), "second");
    assertThat(text(key("a"))).isEqualTo("second");
  }
}
