package io.dbprovision.mysql;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.connect.Server;
import io.dbprovision.mysql.record.Recorded;
import io.dbprovision.mysql.record.Records;
import io.dbprovision.mysql.sql.Names;
import io.dbprovision.spi.Discovery;
import io.dbprovision.spi.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Reads all databases and all users, and all records of either. What MySQL keeps as a role is an
 * account that is locked and has no password, which an account of people's may be too: it is found
 * as a user. MariaDB marks its roles.
 */
final class MyDiscovery implements Discovery {
  private static final SqlText DATABASES =
      SqlText.of("SELECT SCHEMA_NAME FROM information_schema.SCHEMATA");
  private static final SqlText USERS = SqlText.of("SELECT DISTINCT User FROM mysql.user");
  private static final SqlText MARIADB_USERS =
      SqlText.of("SELECT DISTINCT User FROM mysql.user WHERE is_role <> 'Y'");
  private static final SqlText MARIADB_ROLES =
      SqlText.of("SELECT DISTINCT User FROM mysql.user WHERE is_role = 'Y'");

  private final Server server;

  MyDiscovery(Server server) {
    this.server = server;
  }

  @Override
  public List<Found> find() {
    return server.run(
        sql -> {
          List<Found> found = new ArrayList<>();
          List<String> databases =
              names(sql, DATABASES).stream().filter(name -> !Names.reservedDatabase(name)).toList();
          add(found, Kind.DATABASE, databases, Records.DATABASES.readAll(sql));
          boolean mariadb = server.facts().mariadb();
          Map<String, Recorded> users = Records.USERS.readAll(sql);
          add(found, Kind.USER, people(sql, mariadb ? MARIADB_USERS : USERS), users);
          if (mariadb) {
            add(found, Kind.ROLE, people(sql, MARIADB_ROLES), users);
          }
          return found;
        });
  }

  private List<String> people(Sql sql, SqlText query) throws SQLException {
    return names(sql, query).stream()
        .filter(name -> !name.isEmpty() && !Names.reservedUser(name, server.admin()))
        .toList();
  }

  private static List<String> names(Sql sql, SqlText query) throws SQLException {
    return sql.query(query, row -> row.getString(1));
  }

  private static void add(
      List<Found> found, Kind kind, Collection<String> names, Map<String, Recorded> records) {
    for (String name : names) {
      Recorded recorded = records.getOrDefault(name, Recorded.nothing());
      if (!recorded.unreadable()) {
        found.add(new Found(kind, name, recorded.owner()));
      }
    }
  }
}
