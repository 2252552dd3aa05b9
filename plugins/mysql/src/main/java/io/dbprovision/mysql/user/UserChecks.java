package io.dbprovision.mysql.user;

import io.dbprovision.jdbc.Dialect;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Validation;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What can be said of a user's block without looking at a server. */
public final class UserChecks {
  /** Names, addresses, networks and patterns of them. */
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:%/-]{1,255}");

  private static final int MOST_DAYS = 32767;
  private static final int MOST_PASSWORDS = 65535;
  private static final Pattern REQUIRED = Pattern.compile("[^\\\\\\p{Cntrl}]{1,512}");

  private UserChecks() {}

  public static Validation validate(Section section) {
    UserOptions options = section.as(UserOptions.class);
    String path = section.path();
    Validation found = hosts(Validation.ok(), path, options);
    if (options.authPlugin() != null && Verifier.named(options.authPlugin()).isEmpty()) {
      found =
          found.invalid(
              path + ".authPlugin",
              "must be one of mysql_native_password, caching_sha2_password, sha256_password,"
                  + " ed25519");
    }
    for (Map.Entry<String, Integer> number : numbers(options).entrySet()) {
      if (number.getValue() < 0) {
        found = found.invalid(path + "." + number.getKey(), "must be 0 (none) or more");
      }
    }
    for (Aging aging : Aging.values()) {
      Integer value = aging.asked(options);
      if (value != null && (value < 0 || value > MOST_PASSWORDS)) {
        found = found.invalid(path + "." + aging.field, "must be from 0 to " + MOST_PASSWORDS);
      }
    }
    found = required(found, path + ".requireIssuer", options.requireIssuer());
    found = required(found, path + ".requireSubject", options.requireSubject());
    found = required(found, path + ".requireCipher", options.requireCipher());
    found = atMost(found, path + ".failedLoginAttempts", options.failedLoginAttempts());
    return atMost(found, path + ".passwordLockTime", options.passwordLockTime());
  }

  /**
   * @throws EngineException INVALID, the first problem
   */
  static void check(Section section) {
    for (Validation.Problem problem : validate(section).problems()) {
      if (problem.kind() == ErrorKind.INVALID) {
        throw EngineException.at(problem.kind(), problem.path(), problem.message());
      }
    }
  }

  private static Validation hosts(Validation found, String path, UserOptions options) {
    Set<String> seen = new HashSet<>();
    Validation all = found;
    for (int i = 0; i < options.allowedHosts().size(); i++) {
      String host = options.allowedHosts().get(i);
      String at = path + ".allowedHosts[" + i + "]";
      if (!HOST.matcher(host).matches()) {
        all = all.invalid(at, "must be a host name, an address, a network, or a pattern with %");
      } else if (!seen.add(host.toLowerCase(Locale.ROOT))) {
        all = all.invalid(at, "is listed twice");
      }
    }
    return all;
  }

  /**
   * Behind REQUIRE the servers take a plain literal only, in which a backslash may be an escape.
   */
  private static Validation required(Validation found, String path, @Nullable String text) {
    return text == null || (REQUIRED.matcher(text).matches() && Dialect.isRepresentable(text))
        ? found
        : found.invalid(
            path,
            "must be a text of 1 to 512 characters in one line, without a backslash; leave it out"
                + " to ask for none");
  }

  private static Map<String, Integer> numbers(UserOptions options) {
    Map<String, Integer> numbers = new TreeMap<>();
    for (Limit limit : Limit.values()) {
      put(numbers, limit.field, limit.asked(options));
    }
    put(numbers, "failedLoginAttempts", options.failedLoginAttempts());
    put(numbers, "passwordLockTime", options.passwordLockTime());
    return numbers;
  }

  private static void put(Map<String, Integer> numbers, String field, @Nullable Integer value) {
    if (value != null) {
      numbers.put(field, value);
    }
  }

  private static Validation atMost(Validation found, String path, @Nullable Integer value) {
    return value != null && value > MOST_DAYS
        ? found.invalid(path, "must be at most " + MOST_DAYS)
        : found;
  }
}
