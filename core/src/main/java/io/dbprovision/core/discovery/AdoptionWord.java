package io.dbprovision.core.discovery;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import java.util.Optional;

/**
 * What an instance says of adoption. A server that several namespaces use holds what is none of
 * theirs: there it is not enough that an object asks for it, its instance has to name it as well.
 */
public final class AdoptionWord {
  private AdoptionWord() {}

  /** Whether an object on that instance needs its word: unless both are in one namespace. */
  public static boolean needed(CustomResource object, ResourceKey instance) {
    return sort(object).isPresent()
        && !(object.kind().namespaced()
            && instance.kind().namespaced()
            && object.namespace().equals(instance.namespace()));
  }

  /** Whether the object may adopt what its manifest names, as far as the instance is asked. */
  public static boolean given(CustomResource object, CustomResource instance) {
    return !needed(object, instance.key())
        || sort(object)
            .filter(
                sort ->
                    Wish.entries(instance, sort.annotation())
                        .anyMatch(entry -> means(entry, object, sort, instance)))
            .isPresent();
  }

  private static boolean means(
      String entry, CustomResource object, Sort sort, CustomResource instance) {
    String name = name(object, sort);
    if (!object.kind().namespaced()) {
      return entry.equals(name);
    }
    Wish wish = Wish.of(instance, entry);
    return wish.name().equals(name) && wish.namespace().equals(object.namespace());
  }

  /** What has to be done for it, for people; {@link #needed} says when. */
  public static String wayOut(CustomResource object, ResourceKey instance) {
    return "%s is not this namespace's own, so adoption needs its word, too: annotate it with %s (a list, commas between)"
        .formatted(instance, annotation(object));
  }

  /**
   * The annotation that an instance gives its word with, as {@code key=value}; empty for an object
   * that adopts nothing. A manifest that leaves its namespace open has a placeholder there.
   */
  private static String annotation(CustomResource object) {
    return sort(object)
        .map(
            sort -> {
              String name = name(object, sort);
              return sort.annotation()
                  + "="
                  + (object.kind().namespaced() ? object.namespace() + "/" + name : name);
            })
        .orElse("");
  }

  private static String name(CustomResource object, Sort sort) {
    return object.spec().text(sort.nameField(), "");
  }

  private static Optional<Sort> sort(CustomResource object) {
    return Sort.ALL.stream().filter(sort -> sort.kind().equals(object.kind().spi())).findFirst();
  }
}
