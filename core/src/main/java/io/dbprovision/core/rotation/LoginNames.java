package io.dbprovision.core.rotation;

import io.dbprovision.core.secret.ShortHash;
import io.dbprovision.core.secret.template.GoTemplate;
import io.dbprovision.core.secret.template.TemplateException;
import io.dbprovision.core.secret.template.TemplateFunctions;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;

/** Makes names for logins that take turns. */
public final class LoginNames {
  private static final String FIELD = "spec.passwordRotation.userNaming";
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);

  private LoginNames() {}

  /**
   * The name of the login that is to get credentials next: a user's one login keeps its own.
   *
   * @param first whether it is the first of those that take turns
   * @param taken names that exist
   * @param longest bytes of UTF-8
   * @throws EngineException INVALID when the template cannot be used
   */
  public static String chosen(
      RotationPolicy policy,
      boolean first,
      String username,
      Instant now,
      Set<String> taken,
      int longest) {
    if (policy.keepsReplaced()) {
      return username;
    }
    return first
        ? first(policy, username, now, taken, longest)
        : next(policy.naming(), username, now, taken, longest);
  }

  /**
   * The name of a user's first login: its own, unless the role that logins share has that one.
   *
   * @param taken names that exist
   * @param longest bytes of UTF-8
   * @throws EngineException INVALID when the template cannot be used
   */
  public static String first(
      RotationPolicy policy, String username, Instant now, Set<String> taken, int longest) {
    return username.equals(policy.serviceRole())
        ? next(policy.naming(), username, now, taken, longest)
        : username;
  }

  /**
   * A name by the template, with a hash when it is too long and a number when it is taken.
   *
   * @param taken names that exist
   * @param longest bytes of UTF-8
   * @throws EngineException INVALID when the template cannot be used
   */
  public static String next(
      String template, String username, Instant now, Set<String> taken, int longest) {
    String wish = rendered(template, username, now);
    if (wish.isBlank()) {
      throw EngineException.at(ErrorKind.INVALID, FIELD, "makes an empty name");
    }
    String name = fitted(wish, "", longest);
    for (int number = 2; taken.contains(name); number++) {
      name = fitted(wish, "_" + number, longest);
    }
    return name;
  }

  private static String rendered(String template, String username, Instant now) {
    try {
      return GoTemplate.parse(template, TemplateFunctions.language())
          .render(
              Map.of(
                  "Username", username,
                  "Date", DATE.format(now),
                  "Timestamp", Long.toString(now.getEpochSecond())));
    } catch (TemplateException e) {
      throw EngineException.at(
              ErrorKind.INVALID,
              FIELD,
              e.getMessage() + "; there are .Username, .Date and .Timestamp")
          .causedBy(e);
    }
  }

  private static String fitted(String wish, String suffix, int longest) {
    if (bytes(wish + suffix) <= longest) {
      return wish + suffix;
    }
    String end = "_" + ShortHash.of(wish) + suffix;
    int kept = wish.length();
    while (bytes(wish.substring(0, kept) + end) > longest) {
      kept = wish.offsetByCodePoints(kept, -1);
    }
    return wish.substring(0, kept) + end;
  }

  static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
