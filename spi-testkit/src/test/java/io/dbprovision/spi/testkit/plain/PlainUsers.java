package io.dbprovision.spi.testkit.plain;

import io.dbprovision.spi.Differences;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Risk;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import io.dbprovision.spi.testkit.plain.PlainServer.State;

final class PlainUsers extends PlainObjects<UserSpec> implements Users {
  private final PlainServer server;

  PlainUsers(Endpoint endpoint, PlainServer server) {
    super("login", endpoint, server.users);
    this.server = server;
  }

  @Override
  protected void make(UserSpec desired) {
    SecretText password =
        desired
            .password()
            .orElseThrow(
                () -> EngineException.of(ErrorKind.INVALID, "no login without a password"));
    super.make(desired);
    PlainServer.change(server.users, desired.name(), state -> state.withPassword(password));
  }

  @Override
  protected void compare(UserSpec desired, State state, Differences<State> differences) {
    super.compare(desired, state, differences);
    if (differences.exists() && !desired.passwordApplied() && desired.password().isPresent()) {
      SecretText password = desired.password().get();
      differences.differs(
          "password",
          "(set)",
          "(unknown)",
          Risk.SAFE,
          now ->
              PlainServer.change(server.users, desired.name(), was -> was.withPassword(password)));
    }
  }
}
