package ${package};

import io.dbprovision.spi.Differences;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.util.Map;
import java.util.TreeMap;

final class ${className}Users extends ServerObjects<UserSpec> implements Users {
  private final Connection connection;

  ${className}Users(Endpoint endpoint, Connection connection) {
    super(endpoint, connection, Kind.USER, "login", "spec.username");
    this.connection = connection;
  }

  @Override
  Map<String, String> wanted(UserSpec desired) {
    if (!desired.roles().isEmpty()) {
      throw EngineException.at(
          ErrorKind.UNSUPPORTED, "spec.roles", "there are no roles on this server; leave them out");
    }
    var options = desired.section().as(${className}Options.User.class);
    Map<String, String> wanted = new TreeMap<>();
    if (options.connectionLimit() != null) {
      wanted.put(Stored.CONNECTION_LIMIT, options.connectionLimit().toString());
    }
    wanted.put(Stored.LOCKED, Boolean.toString(desired.locked()));
    return wanted;
  }

  @Override
  SecretText passwordOfNew(UserSpec desired) {
    return desired
        .password()
        .orElseThrow(
            () ->
                EngineException.of(
                    ErrorKind.INVALID,
                    "login " + desired.name() + " cannot be made without a password"));
  }

  @Override
  protected void compare(UserSpec desired, Stored stored, Differences<Stored> differences) {
    super.compare(desired, stored, differences);
    differences.password(
        desired, password -> connection.setPassword(desired.name(), password));
  }
}
