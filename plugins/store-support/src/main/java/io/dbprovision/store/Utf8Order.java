package io.dbprovision.store;

import io.dbprovision.spi.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Puts a listing in the order of UTF-16 units into the order of UTF-8 bytes. The two differ only
 * among keys that both have a character from U+D800 on, and between such keys there is none
 * without: only what stands together of them is held back.
 */
public final class Utf8Order implements Consumer<StoredObject> {
  private static final Comparator<StoredObject> BY_BYTES =
      (a, b) ->
          Arrays.compareUnsigned(
              a.key().getBytes(StandardCharsets.UTF_8), b.key().getBytes(StandardCharsets.UTF_8));

  private final Consumer<StoredObject> next;
  private final List<StoredObject> held = new ArrayList<>();

  public Utf8Order(Consumer<StoredObject> next) {
    this.next = next;
  }

  @Override
  public void accept(StoredObject object) {
    if (object.key().chars().anyMatch(unit -> unit >= Character.MIN_SURROGATE)) {
      held.add(object);
      return;
    }
    end();
    next.accept(object);
  }

  /** After the last one. */
  public void end() {
    held.sort(BY_BYTES);
    held.forEach(next);
    held.clear();
  }
}
