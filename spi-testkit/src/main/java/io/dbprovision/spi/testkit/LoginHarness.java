package io.dbprovision.spi.testkit;

import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;

/** What suites about one side of logins share. A plugin extends a suite, not this. */
public abstract class LoginHarness extends ManagedHarness<UserSpec> {
  private static final SecretText PASSWORD = SecretText.of("Tck-4711-password");

  @Override
  protected final Managed<UserSpec> managed(Session session) {
    return session
        .capability(Users.class)
        .orElseThrow(() -> new AssertionError("the session has no Users"));
  }

  @Override
  protected final Kind kind() {
    return Kind.USER;
  }

  @Override
  protected final UserSpec plain(String name, Owner owner, Provenance provenance) {
    return login(name, owner).provenance(provenance).build();
  }

  @Override
  protected final UserSpec changed(String name, Owner owner) {
    return login(name, owner).comment("changed").build();
  }

  /** A login whose password the server has, once it is there. */
  protected static UserSpec.Builder login(String name, Owner owner) {
    return UserSpec.builder(name, owner).password(PASSWORD, true);
  }
}
