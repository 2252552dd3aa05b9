package io.dbprovision.core.cli;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.cli.view.KindNames;
import java.util.List;
import java.util.stream.Collectors;

/** Objects as they are named on a command line. */
final class ObjectName {
  private ObjectName() {}

  /**
   * {@code KIND/NAME}.
   *
   * @throws CliException when it is none, with the way out
   */
  static ResourceKey parse(String text, String namespace) {
    int slash = text.indexOf('/');
    if (slash < 1 || slash == text.length() - 1 || text.indexOf('/', slash + 1) >= 0) {
      throw new CliException(
          "%s: an object is named as KIND/NAME, such as database/orders; its namespace with -n"
              .formatted(text));
    }
    String word = text.substring(0, slash);
    CustomKind kind =
        KindNames.find(word)
            .orElseThrow(
                () ->
                    new CliException(
                        "%s: there is no kind %s; short names are %s"
                            .formatted(text, word, KindNames.known())));
    return key(kind, namespace, text.substring(slash + 1));
  }

  /**
   * The same, or the name alone.
   *
   * @param kinds which it may be of; the first is that of a name alone
   */
  static ResourceKey parse(String text, String namespace, List<CustomKind> kinds) {
    if (!text.contains("/")) {
      return key(kinds.getFirst(), namespace, text);
    }
    ResourceKey key = parse(text, namespace);
    if (!kinds.contains(key.kind())) {
      throw new CliException(
          "%s: this works with %s only"
              .formatted(
                  text, kinds.stream().map(KindNames::word).collect(Collectors.joining(", "))));
    }
    return key;
  }

  private static ResourceKey key(CustomKind kind, String namespace, String name) {
    return new ResourceKey(kind, kind.namespaced() ? namespace : "", name);
  }
}
