package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.Owner;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.testkit.EngineUnderTest;
import io.dbprovision.spi.testkit.ServerHand;
import io.dbprovision.spi.testkit.UsersContract;
import java.util.Map;

class InMemoryUsersTest extends UsersContract {
  private final MemoryUnderTest memory = new MemoryUnderTest();

  @Override
  protected EngineUnderTest underTest() {
    return memory;
  }

  @Override
  protected ServerHand server() {
    return new MemoryHand(memory.server().users());
  }

  @Override
  protected UserSpec changed(String name, Owner owner) {
    return UserSpec.builder(name, owner)
        .password(PASSWORD, true)
        .comment("changed")
        .section(Section.of("spec.memory", Map.of("connectionLimit", 5)))
        .build();
  }

  @Override
  protected boolean login(String user, SecretText password) {
    return memory.server().login(user, password);
  }
}
