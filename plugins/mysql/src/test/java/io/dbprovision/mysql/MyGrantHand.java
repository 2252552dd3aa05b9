package io.dbprovision.mysql;

import io.dbprovision.spi.Section;
import io.dbprovision.spi.testkit.GrantHand;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Privileges on the tables of a database of its own. */
final class MyGrantHand implements GrantHand {
  private static final String TABLE = "thing";
  private static final String LATER = "later";

  private final TestServer server;
  private final String database = "tckgrant" + Long.toString(System.nanoTime(), 36);

  MyGrantHand(TestServer server) {
    this.server = server;
    server.execute("CREATE DATABASE " + database);
    table(TABLE);
  }

  private void table(String name) {
    server.execute("CREATE TABLE " + database + "." + name + " (x int)");
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
                        "level",
                        "table",
                        "database",
                        database,
                        "table",
                        on(entry),
                        "privileges",
                        List.of(privilege(entry))))
            .toList();
    return roles.isEmpty()
        ? Section.of("spec.mysql", Map.of("grants", grants))
        : Section.of("spec.mysql", Map.of("grants", grants, "roles", roles));
  }

  @Override
  public Set<Entry> inEffect(String grantee) {
    List<String> held =
        server
            .ask(
                "SELECT CONCAT(Table_name, ':', UPPER(Table_priv)) FROM mysql.tables_priv"
                    + " WHERE User = '"
                    + grantee
                    + "' AND Db = '"
                    + database
                    + "'")
            .stream()
            .toList();
    return Stream.of(Entry.values())
        .filter(
            entry ->
                held.stream()
                    .anyMatch(
                        row -> row.startsWith(on(entry) + ":") && row.contains(privilege(entry))))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Set<String> rolesOf(String grantee) {
    return new RoleHand(server).rolesOf(grantee);
  }

  @Override
  public void give(String grantee, Entry entry) {
    server.execute(
        "GRANT " + privilege(entry) + " ON " + database + "." + on(entry) + " TO " + grantee);
  }

  @Override
  public void take(String grantee, Entry entry) {
    server.execute(
        "REVOKE " + privilege(entry) + " ON " + database + "." + on(entry) + " FROM " + grantee);
  }

  @Override
  public void provide() {
    table(LATER);
  }

  @Override
  public void cleanUp() {
    server.execute("DROP DATABASE IF EXISTS " + database);
  }
}
