package io.dbprovision.postgres.grant;

import io.dbprovision.postgres.sql.Privilege;
import io.dbprovision.spi.ChangeId;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One privilege on one target, or the right to pass it on: the unit that is on record.
 *
 * <p>Its id is {@code grant:<sort>:<database>/<schema>/<name>/<column>:<privilege>}, each name
 * percent-encoded as in a URL's query, with {@code :option} behind it for the right to pass it on.
 * The ids are on record in the status of objects, so this form stays readable for ever. A name of
 * {@code *} means all of the sort in the schema, whatever is there when it is read; so a record
 * never grows with the number of tables.
 *
 * @param option only the grant option (of a membership: the admin option), not the privilege itself
 */
record GrantClaim(Target target, Privilege privilege, boolean option) {
  private static final String PREFIX = "grant";
  private static final String OPTION = "option";

  ChangeId id() {
    List<String> words =
        new ArrayList<>(List.of(PREFIX, lower(target.sort()), place(target), lower(privilege)));
    if (option) {
      words.add(OPTION);
    }
    return new ChangeId(String.join(":", words));
  }

  /** Sort and names alone, for changes that are about a target as a whole. */
  static String key(Target target) {
    return lower(target.sort()) + ":" + place(target);
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
    Optional<Sort> sort = constant(Sort.values(), words[1]);
    Optional<Privilege> privilege = constant(Privilege.values(), words[3]);
    if (parts.length != 4 || sort.isEmpty() || privilege.isEmpty()) {
      return Optional.empty();
    }
    try {
      List<String> names =
          Arrays.stream(parts)
              .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
              .toList();
      Target target =
          new Target(sort.get(), names.get(0), names.get(1), names.get(2), names.get(3));
      return Optional.of(new GrantClaim(target, privilege.get(), words.length == 5));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // not written by us
    }
  }

  private static String place(Target target) {
    return String.join(
        "/",
        target.parts().stream()
            .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8))
            .toList());
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static <E extends Enum<E>> Optional<E> constant(E[] all, String word) {
    return Arrays.stream(all).filter(one -> lower(one).equals(word)).findFirst();
  }
}
