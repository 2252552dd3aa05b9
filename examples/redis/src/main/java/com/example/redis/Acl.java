package com.example.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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
  private static final Pattern TOKEN = Pattern.compile("\\(([^)]*)\\)|\\S+");

  Acl {
    flags = List.copyOf(flags);
    hashes = List.copyOf(hashes);
    keys = List.copyOf(keys);
    channels = List.copyOf(channels);
    rules = List.copyOf(rules);
    selectors = List.copyOf(selectors);
  }

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
        selectors);
  }

  private static Stream<String> starting(List<String> tokens, String signs) {
    return tokens.stream().filter(token -> signs.indexOf(token.charAt(0)) >= 0);
  }

  boolean is(String flag) {
    return flags.contains(flag);
  }

  /** As the server takes it back as a selector. */
  String asSelector() {
    return "("
        + String.join(" ", Stream.of(keys, channels, rules).flatMap(List::stream).toList())
        + ")";
  }

  /** Whether it is about the keys of that database and nothing else. */
  boolean isOn(String database) {
    return keys.equals(List.of("~" + database + ":*"));
  }
}
