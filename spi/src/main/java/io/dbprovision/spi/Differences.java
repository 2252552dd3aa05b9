package io.dbprovision.spi;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where {@link ManagedObjects#compare} puts what it finds.
 *
 * @param <S> what is seen of an object
 */
public final class Differences<S> {
  private final Plan.Builder plan;
  private final boolean exists;
  private final String object;
  private final Function<Consumer<S>, Runnable> checked;

  Differences(
      Plan.Builder plan, boolean exists, String object, Function<Consumer<S>, Runnable> checked) {
    this.plan = plan;
    this.exists = exists;
    this.object = object;
    this.checked = checked;
  }

  /** Whether the object is there; else what is compared is one that was just made. */
  public boolean exists() {
    return exists;
  }

  /** For claims, facts, and changes of another sort. */
  public Plan.Builder plan() {
    return plan;
  }

  /**
   * A setting with another value.
   *
   * @param effect sets it; gets what is seen of the object then
   */
  public void differs(String path, String expected, String actual, Risk risk, Consumer<S> effect) {
    add(path, expected, actual, risk, Cause.DIFFERS, effect);
  }

  /**
   * A setting that can be changed at any time.
   *
   * @param wanted null when the manifest does not speak of it, which is then nobody's business
   * @param effect sets it; gets what is seen of the object then
   */
  public void setting(String path, @Nullable String wanted, String actual, Consumer<S> effect) {
    if (wanted != null && !wanted.equals(actual)) {
      differs(path, wanted, actual, Risk.SAFE, effect);
    }
  }

  /**
   * Texts under names that a block asks for one by one, each of which is a claim: one that is
   * missing is put there, another text is put right, and what is on record and not asked for any
   * more is removed. All others are left alone.
   *
   * @param path what the path of each begins with, such as {@code keys.}
   * @param actual the text under a name; null when there is none
   */
  public void entries(
      String path,
      Desired desired,
      Map<String, String> wanted,
      Function<String, @Nullable String> actual,
      BiConsumer<String, String> put,
      Consumer<String> remove) {
    wanted.forEach(
        (name, text) -> {
          String there = actual.apply(name);
          ChangeId id = new ChangeId(path + name);
          Consumer<S> effect = now -> put.accept(name, text);
          plan.claim(id);
          if (there == null) {
            absent(id, effect);
          } else if (!there.equals(text)) {
            differs(id.value(), text, "(another text)", Risk.SAFE, effect);
          } else if (!desired.issued().contains(id)) {
            plan.held(id);
          }
        });
    for (ChangeId id : desired.issued()) {
      if (id.value().startsWith(path)) {
        String name = id.value().substring(path.length());
        if (!wanted.containsKey(name) && actual.apply(name) != null) {
          extra(id, now -> remove.accept(name));
        }
      }
    }
  }

  /**
   * The password of a login, on a server that tells nothing of it: only the operator knows whether
   * it is set.
   */
  public void password(UserSpec desired, Consumer<SecretText> set) {
    if (exists && !desired.passwordApplied()) { // a new login is made with its password
      desired
          .password()
          .ifPresent(
              password ->
                  differs(
                      "password", "(set)", "(unknown)", Risk.SAFE, now -> set.accept(password)));
    }
  }

  /**
   * The passwords of a login, on a server that tells the hashes of all it has: that another one is
   * set, or none, is seen. Keeps and discards replaced ones as {@link UserSpec} asks for.
   *
   * @param held of what is seen of the login, the hash that was set last at the end
   * @param hash of a password, as the server tells it
   * @param set makes passwords with those hashes the only ones, in that order
   */
  public void passwords(
      UserSpec desired,
      S seen,
      Function<S, List<String>> held,
      Function<SecretText, String> hash,
      Consumer<List<String>> set) {
    List<String> hashes = held.apply(seen);
    String wanted = desired.password().map(hash).orElse("");
    if (!exists) {
      return; // it is made with its password
    }
    if (hashes.isEmpty()
        || (!wanted.isEmpty() && !(hashes.contains(wanted) && desired.passwordApplied()))) {
      differs(
          "password",
          "(set)",
          hashes.isEmpty() ? "(none)" : "(unknown)",
          Risk.SAFE,
          now -> set.accept(replaced(desired, wanted, held.apply(now))));
    } else if (desired.discardsReplaced() && hashes.size() > 1) {
      String last = wanted.isEmpty() ? hashes.getLast() : wanted;
      differs("password", "(one)", "(two)", Risk.SAFE, now -> set.accept(List.of(last)));
    }
  }

  private static List<String> replaced(UserSpec desired, String wanted, List<String> held) {
    if (wanted.isEmpty()) {
      throw EngineException.of(ErrorKind.INVALID, "there is no password to set");
    }
    List<String> before = held.stream().filter(hash -> !hash.equals(wanted)).toList();
    return desired.keepsReplaced() && !before.isEmpty()
        ? List.of(before.getLast(), wanted)
        : List.of(wanted);
  }

  /** A setting that the server cannot change. */
  public void immutable(String path, String expected, String actual) {
    add(path, expected, actual, Risk.IMMUTABLE, Cause.DIFFERS, state -> {});
  }

  /** An entry that is asked for and not there; its claim has the same id. */
  public void absent(ChangeId id, Consumer<S> effect) {
    plan.change(PlannedChange.gives(id, Cause.ABSENT, summary(id.value()), checked.apply(effect)));
  }

  /** An entry that is there and that nobody asks for, or no longer. */
  public void extra(ChangeId id, Consumer<S> effect) {
    plan.change(PlannedChange.takes(id, Cause.EXTRA, summary(id.value()), checked.apply(effect)));
  }

  void add(
      String path, String expected, String actual, Risk risk, Cause cause, Consumer<S> effect) {
    plan.change(
        new PlannedChange(
            new ChangeId(path),
            path,
            expected,
            actual,
            risk,
            cause,
            false,
            summary(path),
            checked.apply(effect)));
  }

  private String summary(String path) {
    return "set " + path + " of " + object;
  }
}
