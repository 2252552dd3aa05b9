package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.Section;
import io.dbprovision.spi.testkit.GrantHand;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads and changes what logins hold, past the engine. */
record MemoryGrantHand(InMemoryServer server) implements GrantHand {
  private static final String THING = "thing";
  private static final String LATER = "thing-of-tomorrow";

  MemoryGrantHand {
    server.databases().put(THING, StoredObject.foreign());
  }

  private static String on(Entry entry) {
    return entry == Entry.LATER ? LATER : THING;
  }

  private static String privilege(Entry entry) {
    return entry == Entry.OTHER ? "WRITE" : "READ";
  }

  private static String attribute(Entry entry) {
    return Entries.GRANT + on(entry) + ":" + privilege(entry);
  }

  @Override
  public Section block(Set<Entry> entries, List<String> roles) {
    List<Map<String, Object>> grants =
        entries.stream()
            .sorted()
            .<Map<String, Object>>map(
                entry -> Map.of("on", on(entry), "privileges", List.of(privilege(entry))))
            .toList();
    return Section.of("spec.memory", Map.of("grants", grants, "roles", roles));
  }

  @Override
  public Set<Entry> inEffect(String grantee) {
    return Stream.of(Entry.values())
        .filter(
            entry ->
                Objects.requireNonNull(server.users().get(grantee))
                    .attributes()
                    .containsKey(attribute(entry)))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Set<String> rolesOf(String grantee) {
    return roles(server.users().get(grantee));
  }

  static Set<String> roles(@Nullable StoredObject member) {
    return Objects.requireNonNull(member).attributes().keySet().stream()
        .filter(key -> key.startsWith(Entries.ROLE))
        .map(key -> key.substring(Entries.ROLE.length()))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void give(String grantee, Entry entry) {
    set(grantee, entry, true);
  }

  @Override
  public void take(String grantee, Entry entry) {
    set(grantee, entry, null);
  }

  private void set(String grantee, Entry entry, @Nullable Boolean value) {
    server
        .users()
        .computeIfPresent(grantee, (name, held) -> held.withAttribute(attribute(entry), value));
  }

  @Override
  public void provide() {
    server.databases().put(LATER, StoredObject.foreign());
  }

  @Override
  public void cleanUp() {
    server.databases().remove(THING);
    server.databases().remove(LATER);
  }
}
