package ${package};

import io.dbprovision.spi.Capabilities;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.ServerInfo;
import io.dbprovision.spi.Session;
import java.util.Optional;

/** One server: who it is, and what this plugin can do there. */
final class ${className}Session implements Session {
  private final Connection connection;
  private final Capabilities capabilities;

  ${className}Session(Endpoint endpoint, Connection connection) {
    this.connection = connection;
    // a further capability is a further part: Roles, Grants, LoginSessions ...
    this.capabilities =
        Capabilities.of(
            new ${className}Databases(endpoint, connection),
            new ${className}Users(endpoint, connection));
  }

  @Override
  public ServerInfo info() {
    return connection.info();
  }

  @Override
  public <C> Optional<C> capability(Class<C> type) {
    return capabilities.find(type);
  }

  @Override
  public void close() {
    connection.close();
  }
}
