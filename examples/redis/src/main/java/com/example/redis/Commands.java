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

  private final Server server;
  private volatile Map<String, Set<String>> known = Map.of();

  Commands(Server server) {
    this.server = server;
  }

  /** Asked once, when it is first needed: not every login may. */
  private Map<String, Set<String>> categories() {
    if (known.isEmpty()) {
      Map<String, Set<String>> categories = new HashMap<>();
      Set<String> all = new TreeSet<>();
      server.run(
          jedis -> {
            for (String category : jedis.aclCat()) {
              Set<String> members = new TreeSet<>(jedis.aclCat(category));
              categories.put("@" + category, members);
              all.addAll(members);
            }
          });
      categories.put("@all", all);
      known = Map.copyOf(categories);
    }
    return known;
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
    Set<String> category = categories().get(name);
    if (category != null) {
      return category;
    }
    Set<String> meant = new TreeSet<>(categories().get("@all"));
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
