package io.dbprovision.spi;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Logins in a map, made with {@link ManagedObjects}: hashes of passwords, notes and a state. */
final class Shelf extends ManagedObjects<UserSpec, Shelf.Login> implements Users {
  record Login(List<String> hashes, Map<String, String> notes, String state) {}

  record Notes(Map<String, String> notes, @Nullable String state) {}

  private final Map<String, Seen<Login>> logins = new TreeMap<>();

  Shelf() {
    super(
        "login",
        Endpoint.builder(
                new EngineName("shelf"), "host", 1, new Credentials("admin", SecretText.of("")))
            .build());
  }

  void put(String name, @Nullable Owner owner, String... hashes) {
    logins.put(name, new Seen<>(new Login(List.of(hashes), Map.of(), "on"), owner, ""));
  }

  Login get(String name) {
    return seen(name).state();
  }

  private Seen<Login> seen(String name) {
    return Objects.requireNonNull(logins.get(name), name);
  }

  void note(String name, String key, String text) {
    Map<String, String> notes = new HashMap<>(get(name).notes());
    notes.put(key, text);
    change(name, get(name).hashes(), notes, get(name).state());
  }

  private void change(String name, List<String> hashes, Map<String, String> notes, String state) {
    Seen<Login> seen = seen(name);
    logins.put(name, new Seen<>(new Login(hashes, notes, state), seen.owner(), seen.comment()));
  }

  @Override
  protected Map<String, Seen<Login>> look(Set<String> names) {
    Map<String, Seen<Login>> found = new HashMap<>(logins);
    found.keySet().retainAll(names);
    return found;
  }

  @Override
  protected void checkName(String name) {}

  @Override
  protected Login made(UserSpec desired) {
    return new Login(List.of(), Map.of(), "on");
  }

  @Override
  protected void compare(UserSpec desired, Login seen, Differences<Login> differences) {
    String name = desired.name();
    Notes block = desired.section().as(Notes.class);
    differences.passwords(
        desired,
        seen,
        Login::hashes,
        password -> "#" + password.reveal(),
        hashes -> change(name, hashes, get(name).notes(), get(name).state()));
    differences.setting(
        "state",
        block.state(),
        seen.state(),
        now -> change(name, now.hashes(), now.notes(), String.valueOf(block.state())));
    differences.entries(
        "notes.",
        desired,
        block.notes(),
        key -> seen.notes().get(key),
        (key, text) -> note(name, key, text),
        key -> {
          Map<String, String> rest = new HashMap<>(get(name).notes());
          rest.remove(key);
          change(name, get(name).hashes(), rest, get(name).state());
        });
  }

  @Override
  protected void make(UserSpec desired) {
    String hash = "#" + desired.password().orElseThrow().reveal();
    logins.put(
        desired.name(),
        new Seen<>(new Login(List.of(hash), Map.of(), "on"), desired.owner(), desired.comment()));
  }

  @Override
  protected void record(String name, Seen<Login> before, @Nullable Owner owner, String comment) {
    logins.put(name, new Seen<>(before.state(), owner, comment));
  }

  @Override
  protected void drop(String name, Seen<Login> before, DropMode mode) {
    logins.remove(name);
  }

  @Override
  public Set<String> names() {
    return Set.copyOf(logins.keySet());
  }
}
