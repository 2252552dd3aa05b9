package com.example.redis;

import io.dbprovision.spi.SecretText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * One line of {@code ACL LIST}: a login and what it may do.
 *
 * @param flags such as {@code on} and {@code nopass}
 * @param hashes SHA-256 of its passwords in lower-case hex, the oldest first
 * @param keys patterns of keys, with their {@code ~}
 * @param channels patterns of channels, with their {@code &}
 * @param rules commands that are allowed and not, in the order in which they count
 * @param selectors further sets of rules, each by itself
 */
record Acl(
    List<String> flags,
    List<String> hashes,
    List<String> keys,
    List<String> channels,
    List<String> rules,
    List<Acl> selectors) {
  private static final Pattern DATABASE = Pattern.compile("~([A-Za-z0-9_.@-]+):\\*");
  private static final Pattern TOKEN = Pattern.compile("\\(([^)]*)\\)|\\S+");

  /**
   * @param rules what {@code ACL LIST} has after the name, or a selector without its parentheses
   */
  static Acl parse(String rules) {
    List<String> tokens = new ArrayList<>();
    List<Acl> selectors = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(rules);
    while (matcher.find()) {
      if (matcher.group(1) == null) {
        tokens.add(matcher.group());
      } else {
        selectors.add(parse(matcher.group(1)));
      }
    }
    return new Acl(
        tokens.stream().filter(token -> "#~%&+-".indexOf(token.charAt(0)) < 0).toList(),
        starting(tokens, "#").map(token -> token.substring(1)).toList(),
        starting(tokens, "~%").toList(),
        starting(tokens, "&").toList(),
        starting(tokens, "+-").toList(),
        List.copyOf(selectors));
  }

  private static Stream<String> starting(List<String> tokens, String signs) {
    return tokens.stream().filter(token -> signs.indexOf(token.charAt(0)) >= 0);
  }

  boolean is(String flag) {
    return flags.contains(flag);
  }

  private String asSelector() {
    return Stream.of(keys, channels, rules)
        .flatMap(List::stream)
        .collect(Collectors.joining(" ", "(", ")"));
  }

  /** Whether it is about the keys of that database and nothing else. */
  boolean isOn(String database) {
    return keys.equals(List.of("~" + database + ":*"));
  }

  /** The database that it is about; empty for none. */
  String database() {
    Matcher one = DATABASE.matcher(String.join(" ", keys));
    return one.matches() ? one.group(1) : "";
  }

  /** All logins. */
  static Map<String, Acl> list(Jedis jedis) {
    Map<String, Acl> logins = new HashMap<>();
    for (String line : jedis.aclList()) {
      String[] words = line.split(" ", 3); // "user", the name and the rules
      logins.put(words[1], parse(words[2]));
    }
    return logins;
  }

  static boolean set(Jedis jedis, String login, List<String> rules) {
    jedis.aclSetUser(login, rules.toArray(String[]::new));
    return store(jedis);
  }

  /** Ends its sessions, too. */
  static void drop(Jedis jedis, String login) {
    jedis.aclDelUser(login);
    store(jedis);
  }

  /** Selectors cannot be taken one by one: those that stay are given again in the same breath. */
  void take(Jedis jedis, String login, Predicate<Acl> gone) {
    if (selectors.stream().anyMatch(gone)) {
      List<String> rest = new ArrayList<>(List.of("clearselectors"));
      selectors.stream().filter(gone.negate()).map(Acl::asSelector).forEach(rest::add);
      set(jedis, login, rest);
    }
  }

  /** Whether logins outlive the server's end: only where it has a file to put them into. */
  static boolean store(Jedis jedis) {
    try {
      jedis.aclSave();
      return true;
    } catch (JedisDataException noAclFile) {
      try {
        jedis.configRewrite();
        return true;
      } catch (JedisDataException noConfigurationEither) {
        return false;
      }
    }
  }

  static String hash(SecretText password) {
    byte[] bytes = password.reveal().getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(sha256(bytes));
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
