package io.dbprovision.core.cli.explain;

import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.cli.view.KindNames;
import java.util.regex.Pattern;

/** Commands as they are typed into a shell. */
public final class Commands {
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_.,:/=@%+-]+");

  private Commands() {}

  /** Such as {@code kubectl edit database orders -n demo}. */
  public static String kubectl(String verb, ResourceKey object, String... more) {
    StringBuilder line =
        new StringBuilder("kubectl %s %s".formatted(verb, KindNames.word(object.kind())));
    line.append(' ').append(quoted(object.name()));
    if (!object.namespace().isEmpty()) {
      line.append(" -n ").append(quoted(object.namespace()));
    }
    for (String word : more) {
      line.append(' ').append(quoted(word));
    }
    return line.toString();
  }

  public static String annotate(ResourceKey object, String key, String value) {
    return kubectl("annotate", object, key + "=" + value, "--overwrite");
  }

  public static String withoutAnnotation(ResourceKey object, String key) {
    return kubectl("annotate", object, key + "-");
  }

  /** A word of a command line, whatever is in it. */
  public static String quoted(String word) {
    return SAFE.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
