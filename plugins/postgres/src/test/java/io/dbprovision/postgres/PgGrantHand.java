package io.dbprovision.postgres;

import io.dbprovision.spi.Section;
import io.dbprovision.spi.testkit.GrantHand;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Privileges on the tables of a database of its own, whose owner is the engine's login. */
final class PgGrantHand implements GrantHand {
  private static final String TABLE = "thing";
  private static final String LATER = "later";

  private final TestServer server;
  private final String database = "tckgrant" + Long.toString(System.nanoTime(), 36);

  PgGrantHand(TestServer server) {
    this.server = server;
    String owner = server.admin().username();
    server.execute("postgres", "CREATE DATABASE " + database + " OWNER " + owner);
    table(TABLE);
  }

  private void table(String name) {
    server.execute(
        database,
        "CREATE TABLE public." + name + " (x int)",
        "ALTER TABLE public." + name + " OWNER TO " + server.admin().username());
  }

  private static String on(Entry entry) {
    return entry == Entry.LATER ? LATER : TABLE;
  }

  private static String privilege(Entry entry) {
    return entry == Entry.OTHER ? "INSERT" : "SELECT";
  }

  @Override
  public Section block(Set<Entry> entries, List<String> roles) {
    List<Map<String, Object>> grants =
        entries.stream()
            .sorted()
            .<Map<String, Object>>map(
                entry ->
                    Map.of(
                        "database",
                        database,
                        "schema",
                        "public",
                        "tables",
                        List.of(on(entry)),
                        "privileges",
                        List.of(privilege(entry))))
            .toList();
    return roles.isEmpty()
        ? Section.of("spec.postgres", Map.of("grants", grants))
        : Section.of("spec.postgres", Map.of("grants", grants, "roles", roles));
  }

  @Override
  public Set<Entry> inEffect(String grantee) {
    List<String> held =
        server.ask(
            database,
            "SELECT c.relname || ' ' || a.privilege_type FROM pg_class c, aclexplode(c.relacl) a"
                + " WHERE a.grantee = '"
                + grantee
                + "'::regrole");
    return Stream.of(Entry.values())
        .filter(entry -> held.contains(on(entry) + " " + privilege(entry)))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Set<String> rolesOf(String grantee) {
    return RoleHand.rolesOf(server, grantee);
  }

  @Override
  public void give(String grantee, Entry entry) {
    server.execute(
        database, "GRANT " + privilege(entry) + " ON public." + on(entry) + " TO " + grantee);
  }

  @Override
  public void take(String grantee, Entry entry) {
    server.execute(
        database, "REVOKE " + privilege(entry) + " ON public." + on(entry) + " FROM " + grantee);
  }

  @Override
  public void provide() {
    table(LATER);
  }

  @Override
  public void cleanUp() {
    server.execute("postgres", "DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
  }
}
