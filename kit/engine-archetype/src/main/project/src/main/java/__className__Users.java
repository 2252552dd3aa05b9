package ${package};

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

final class ${className}Users extends ServerObjects<UserSpec> implements Users {
  private final Connection connection;

  ${className}Users(Connection connection) {
    super(connection, Kind.USER, "login", "spec.username");
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
    if (!desired.comment().isEmpty()) {
      wanted.put(Stored.COMMENT, desired.comment());
    }
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

  /** Nobody can read a password back: the operator knows whether the server has it. */
  @Override
  List<Step> more(UserSpec desired) {
    if (desired.passwordApplied() || desired.password().isEmpty()) {
      return List.of();
    }
    SecretText password = desired.password().get();
    return List.of(
        edit(
            desired,
            "password",
            "(set)",
            "(unknown)",
            () -> connection.setPassword(desired.name(), password)));
  }
}
