package io.dbprovision.mysql.grant;

import io.dbprovision.mysql.record.Recorded;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What was read of the server; grows while it is read. For one thread. */
final class Catalog {
  private final Map<String, Map<Account, Map<Target, Set<Right>>>> held = new HashMap<>();
  private final Map<String, Recorded> users = new HashMap<>();
  private final Map<String, Recorded> databases = new HashMap<>();
  private final Set<Target> present = new HashSet<>();
  private final Map<Account, Set<GrantClaim>> withheld = new HashMap<>();
  private final Map<Account, Map<String, Set<Right>>> patterns = new HashMap<>();
  private final Map<Account, Set<String>> byDefault = new HashMap<>();

  void users(Map<String, Recorded> read) {
    users.putAll(read);
  }

  void databases(Map<String, Recorded> read) {
    databases.putAll(read);
  }

  void present(Target target) {
    present.add(target);
  }

  /**
   * @param role whether others can be made its members
   */
  void account(Account account, boolean role) {
    of(account);
    if (role) {
      present.add(Target.role(account.user()));
    }
  }

  /** Nothing for an account that is not there: servers keep rights of such, too. */
  void right(Account account, Target target, Right right) {
    Map<Account, Map<Target, Set<Right>>> accounts =
        held.getOrDefault(account.user(), new HashMap<>());
    Map<Target, Set<Right>> rights = accounts.get(account);
    if (rights != null) {
      rights.computeIfAbsent(target, key -> new HashSet<>()).add(right);
    }
  }

  /** That the account has the role without SET ROLE. */
  void byDefault(Account account, String role) {
    byDefault.computeIfAbsent(account, key -> new HashSet<>()).add(role);
  }

  boolean hasByDefault(Account account, String role) {
    return byDefault.getOrDefault(account, Set.of()).contains(role);
  }

  private Map<Target, Set<Right>> of(Account account) {
    return held.computeIfAbsent(account.user(), key -> new TreeMap<>(Account.ORDER))
        .computeIfAbsent(account, key -> new TreeMap<>(Target.ORDER));
  }

  /** Of that name, in a fixed order; none when it is not there. */
  List<Account> accounts(String name) {
    Map<Account, Map<Target, Set<Right>>> accounts = held.get(name);
    return accounts == null ? List.of() : List.copyOf(accounts.keySet());
  }

  /** By target, in a fixed order. */
  Map<Target, Set<Right>> rights(Account account) {
    Map<Account, Map<Target, Set<Right>>> accounts = held.get(account.user());
    Map<Target, Set<Right>> rights = accounts == null ? null : accounts.get(account);
    return rights == null ? Map.of() : rights;
  }

  boolean holds(Account account, GrantClaim claim) {
    return rights(account).getOrDefault(claim.target(), Set.of()).contains(claim.right());
  }

  Recorded user(String name) {
    return users.getOrDefault(name, Recorded.nothing());
  }

  Recorded database(String name) {
    return databases.getOrDefault(name, Recorded.nothing());
  }

  /** The databases that those hold something on, or in. */
  Set<String> databasesOf(Collection<String> names) {
    Set<String> found = new HashSet<>();
    for (String name : names) {
      for (Account account : accounts(name)) {
        rights(account).keySet().stream()
            .filter(Target::within)
            .map(Target::database)
            .forEach(found::add);
      }
    }
    return found;
  }

  /** Whether it is there to be given something on. */
  boolean has(Target target) {
    return target.level() == Level.GLOBAL || present.contains(target);
  }

  /** That a partial revoke keeps it from the account, which has it on the rest of the server. */
  void withhold(Account account, GrantClaim claim) {
    withheld.computeIfAbsent(account, key -> new HashSet<>()).add(claim);
  }

  boolean withholdsAny(Account account) {
    return withheld.containsKey(account);
  }

  boolean withholds(Account account, GrantClaim claim) {
    return withheld.getOrDefault(account, Set.of()).contains(claim);
  }

  /** That the account holds those on all databases whose names fit a pattern. */
  void pattern(Account account, String written, Collection<Right> rights) {
    patterns
        .computeIfAbsent(account, key -> new TreeMap<>())
        .computeIfAbsent(written, key -> new TreeSet<>(Right.ORDER))
        .addAll(rights);
  }

  boolean hasPatterns(Account account) {
    return patterns.containsKey(account);
  }

  /** In a fixed order; none for a text that is not there as a pattern. */
  Set<Right> ofPattern(Account account, String written) {
    return patterns.getOrDefault(account, Map.of()).getOrDefault(written, Set.of());
  }

  /** Whoever is made its member can act as these, too: what it is a member of itself, and so on. */
  Set<String> above(String name) {
    Set<String> found = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(Set.of(name));
    while (!open.isEmpty()) {
      for (Account account : accounts(open.pop())) {
        for (Target target : rights(account).keySet()) {
          if (target.level() == Level.ROLE && found.add(target.name())) {
            open.push(target.name());
          }
        }
      }
    }
    found.remove(name);
    return found;
  }
}
