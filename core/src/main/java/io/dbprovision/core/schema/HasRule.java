package io.dbprovision.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Evaluates those CEL rules that are only about which fields are there, such as {@code
 * has(self.instanceRef) || has(self.clusterInstanceRef)}. Rules about the object before a change do
 * not concern a new one, and others are left to the API server. For one use.
 */
final class HasRule {
  private static final Pattern TOKEN =
      Pattern.compile("\\s*(has\\(self\\.(\\w+)\\)|\\|\\||&&|==|[!()?:+]|\\d+)");

  private final List<String> tokens;
  private final JsonNode self;
  private int at;

  private HasRule(List<String> tokens, JsonNode self) {
    this.tokens = tokens;
    this.self = self;
  }

  /** Empty for a rule of another form. */
  static Optional<Boolean> holds(String rule, JsonNode self) {
    Matcher matcher = TOKEN.matcher(rule.strip());
    List<String> tokens = new ArrayList<>();
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      tokens.add(matcher.group(1));
      end = matcher.end();
    }
    if (end != rule.strip().length()) {
      return Optional.empty();
    }
    HasRule parser = new HasRule(tokens, self);
    try {
      int value = parser.choice();
      return parser.at == tokens.size() ? Optional.of(value != 0) : Optional.empty();
    } catch (UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  private int choice() {
    int condition = or();
    if (!next("?")) {
      return condition;
    }
    int yes = choice();
    expect(":");
    int no = choice();
    return condition != 0 ? yes : no;
  }

  private int or() {
    int value = and();
    while (next("||")) {
      value = bit(and() != 0 || value != 0);
    }
    return value;
  }

  private int and() {
    int value = equality();
    while (next("&&")) {
      value = bit(equality() != 0 && value != 0);
    }
    return value;
  }

  private int equality() {
    int value = sum();
    return next("==") ? bit(sum() == value) : value;
  }

  private int sum() {
    int value = unary();
    while (next("+")) {
      value += unary();
    }
    return value;
  }

  private int unary() {
    if (next("!")) {
      return bit(unary() == 0);
    }
    if (next("(")) {
      int value = choice();
      expect(")");
      return value;
    }
    String token = at < tokens.size() ? tokens.get(at) : "";
    at++;
    if (token.startsWith("has(")) {
      JsonNode field = self.get(token.substring("has(self.".length(), token.length() - 1));
      return bit(field != null && !field.isNull());
    }
    if (token.matches("\\d{1,9}")) {
      return Integer.parseInt(token);
    }
    throw new UnsupportedOperationException(token);
  }

  private boolean next(String token) {
    boolean there = at < tokens.size() && tokens.get(at).equals(token);
    at += there ? 1 : 0;
    return there;
  }

  private void expect(String token) {
    if (!next(token)) {
      throw new UnsupportedOperationException(token);
    }
  }

  private static int bit(boolean value) {
    return value ? 1 : 0;
  }
}
