package com.example.redis;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import redis.clients.jedis.Jedis;

/**
 * What rules of an ACL come to on this server. Redis 7.0 writes rules down in other words than it
 * was given, so only the commands that they come to can be compared.
 */
final class Commands {
  /** What a login needs to be connected at all. */
  static final List<String> CONNECTED = List.of("-@all", "+@connection", "-@admin", "-@dangerous");

  /** What no key pattern holds back: it reaches the keys, or at least the names, of everybody. */
  private static final List<String> BEYOND =
      List.of("@admin", "@dangerous", "function", "script", "scan", "randomkey", "dbsize");

  private final Map<String, Set<String>> categories = new HashMap<>();

  Commands(Jedis jedis) {
    Set<String> all = new TreeSet<>();
    for (String category : jedis.aclCat()) {
      categories.put("@" + category, new TreeSet<>(jedis.aclCat(category)));
      all.addAll(categories.get("@" + category));
    }
    categories.put("@all", all);
  }

  /** The commands that are allowed in the end. */
  Set<String> of(Collection<String> rules) {
    Set<String> allowed = new HashSet<>();
    for (String rule : rules) {
      Set<String> meant = named(rule.substring(1));
      if (rule.startsWith("+")) {
        allowed.addAll(meant);
      } else {
        allowed.removeAll(meant);
      }
    }
    return allowed;
  }

  private Set<String> named(String name) {
    Set<String> known = categories.get(name);
    if (known != null) {
      return known;
    }
    Set<String> meant = new TreeSet<>(categories.get("@all"));
    meant.removeIf(command -> !command.equals(name) && !command.startsWith(name + "|"));
    return meant;
  }

  /**
   * The rules that give a command or a category on one database: of a category what stays within.
   *
   * @throws EngineException INVALID
   */
  List<String> within(String name, String path) {
    List<String> rules = new ArrayList<>(List.of("-@all", "+" + name));
    BEYOND.forEach(beyond -> rules.add("-" + beyond));
    if (of(List.of("+" + name)).isEmpty()) {
      throw EngineException.at(
          ErrorKind.INVALID, path, "this server has no command or category " + name);
    }
    if (of(rules).isEmpty()) {
      throw EngineException.at(
          ErrorKind.INVALID,
          path,
          name + " reaches beyond one database, and no key pattern holds it back");
    }
    return rules;
  }
}
