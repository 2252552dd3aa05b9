package io.dbprovision.spi.testkit.plain;

import io.dbprovision.spi.ManagedObjects.Seen;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.testkit.EngineUnderTest;
import io.dbprovision.spi.testkit.ServerHand;
import io.dbprovision.spi.testkit.UsersContract;
import java.util.Map;

class PlainUsersTest extends UsersContract {
  private final PlainEngine engine = new PlainEngine();

  @Override
  protected EngineUnderTest underTest() {
    return engine;
  }

  @Override
  protected ServerHand server() {
    return new PlainServer.Hand(engine.server.users);
  }

  @Override
  protected UserSpec changed(String name, Owner owner) {
    return UserSpec.builder(name, owner)
        .password(PASSWORD, true)
        .comment("changed")
        .section(Section.of("spec.plain", Map.of("limit", "5")))
        .build();
  }

  @Override
  protected boolean login(String user, SecretText password) {
    Seen<PlainServer.State> seen = engine.server.users.get(user);
    return seen != null && seen.state().password().equals(password);
  }
}
