package io.dbprovision.mysql.grant;

import io.dbprovision.spi.ChangeId;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One right on one target: the unit that is on record.
 *
 * <p>Its id is {@code grant:<level>:<database>/<name>/<column>:<privilege>}, each part
 * percent-encoded as in a URL's query, with {@code :option} behind it for the right to pass on a
 * dynamic privilege. The ids are on record in the status of objects, so this form stays readable
 * for ever.
 */
record GrantClaim(Target target, Right right) {
  private static final String PREFIX = "grant";
  private static final String OPTION = "option";
  private static final Pattern PRIVILEGE = Pattern.compile("[A-Z][A-Z0-9_ ]{0,99}");

  static GrantClaim of(Target target, String privilege) {
    return new GrantClaim(target, Right.of(privilege));
  }

  static GrantClaim member(String role) {
    return of(Target.role(role), Right.MEMBER);
  }

  static boolean isPrivilege(String word) {
    return PRIVILEGE.matcher(word).matches();
  }

  ChangeId id() {
    List<String> words = new ArrayList<>(List.of(PREFIX, key(target), encoded(lower())));
    if (right.option()) {
      words.add(OPTION);
    }
    return new ChangeId(String.join(":", words));
  }

  /** Level and names alone, for changes that are about a target as a whole. */
  static String key(Target target) {
    return target.level().word()
        + ":"
        + String.join("/", target.parts().stream().map(GrantClaim::encoded).toList());
  }

  /** Empty for an id that is none of a grant, or of a later version's form. */
  static Optional<GrantClaim> parse(ChangeId id) {
    String[] words = id.value().split(":", -1);
    if (words.length < 4
        || words.length > 5
        || !words[0].equals(PREFIX)
        || (words.length == 5 && !words[4].equals(OPTION))) {
      return Optional.empty();
    }
    String[] parts = words[2].split("/", -1);
    Optional<Level> level = Level.named(words[1]);
    if (parts.length != 3 || level.isEmpty()) {
      return Optional.empty();
    }
    try {
      List<String> names = Arrays.stream(parts).map(GrantClaim::decoded).toList();
      Target target = new Target(level.get(), names.get(0), names.get(1), names.get(2));
      String privilege = decoded(words[3]).toUpperCase(Locale.ROOT);
      return isPrivilege(privilege)
          ? Optional.of(new GrantClaim(target, new Right(privilege, words.length == 5)))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // not written by us
    }
  }

  private String lower() {
    return right.privilege().toLowerCase(Locale.ROOT);
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8);
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part, StandardCharsets.UTF_8);
  }
}
