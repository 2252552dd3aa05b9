package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.Cause;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Risk;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

final class InMemoryUsers extends InMemoryManaged<UserSpec> implements Users {
  InMemoryUsers(InMemoryServer server, Consumer<Operation> called) {
    super("login", server.users(), called);
  }

  @Override
  protected Map<String, Object> attributes(UserSpec desired) {
    MemoryOptions.User options = desired.section().as(MemoryOptions.User.class);
    Map<String, Object> wanted = new TreeMap<>();
    if (options.connectionLimit() != null) {
      wanted.put("connectionLimit", options.connectionLimit());
    }
    if (options.readOnly() != null) {
      wanted.put("readOnly", options.readOnly());
    }
    if (!desired.roles().isEmpty()) {
      wanted.put("roles", List.copyOf(desired.roles()));
    }
    return wanted;
  }

  @Override
  protected StoredObject created(UserSpec desired) {
    SecretText password =
        desired
            .password()
            .orElseThrow(
                () ->
                    EngineException.of(
                        ErrorKind.INVALID,
                        "login " + desired.name() + " cannot be made without a password"));
    return super.created(desired).withPassword(password);
  }

  @Override
  protected void compareMore(UserSpec desired, List<MemoryChange> changes) {
    if (!desired.passwordApplied()) {
      desired
          .password()
          .ifPresent(
              password ->
                  changes.add(
                      edit(
                          desired,
                          new Difference(
                              "password", "(set)", "(unknown)", Risk.SAFE, Cause.DIFFERS),
                          object -> object.withPassword(password))));
    }
  }
}
