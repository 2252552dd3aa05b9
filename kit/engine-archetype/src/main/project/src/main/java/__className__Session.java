package ${package};

import io.dbprovision.spi.Databases;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.ServerInfo;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.Users;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One server: who it is, and what this plugin can do there. */
final class ${className}Session implements Session {
  private final Connection connection;
  private final Map<Class<?>, Object> capabilities;

  ${className}Session(Connection connection) {
    this.connection = connection;
    OwnershipRecord records =
        (kind, name) -> {
          Stored stored = connection.read(kind, List.of(name)).get(name);
          return stored == null ? Optional.empty() : stored.owner();
        };
    // further capabilities are one line each: Roles, Grants, Discovery, LoginSessions ...
    this.capabilities =
        Map.of(
            Databases.class, new ${className}Databases(connection),
            Users.class, new ${className}Users(connection),
            OwnershipRecord.class, records);
  }

  @Override
  public ServerInfo info() {
    return connection.info();
  }

  @Override
  public <C> Optional<C> capability(Class<C> type) {
    return Optional.ofNullable(capabilities.get(type)).map(type::cast);
  }

  @Override
  public void close() {
    connection.close();
  }
}
