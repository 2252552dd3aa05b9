package io.dbprovision.postgres.user;

import io.dbprovision.postgres.change.ChangeRunner;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;

/** Logins of PostgreSQL are roles that may log in. */
public final class PgUsers extends ManagedRoles<UserSpec> implements Users {
  public PgUsers(Server server, ChangeRunner runner, RoleRules rules, Verifier verifier) {
    super(server, runner, rules, verifier);
  }

  @Override
  Wanted bind(UserSpec spec) {
    return Wanted.of(spec);
  }
}
