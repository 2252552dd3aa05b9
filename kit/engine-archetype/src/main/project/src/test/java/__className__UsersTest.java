package ${package};

import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.testkit.EngineUnderTest;
import io.dbprovision.spi.testkit.ServerHand;
import io.dbprovision.spi.testkit.UsersContract;
import java.util.Map;

class ${className}UsersTest extends UsersContract {
  private final TestServer server = new TestServer();

  @Override
  protected EngineUnderTest underTest() {
    return server;
  }

  @Override
  protected ServerHand server() {
    return server.hand(Kind.USER);
  }

  @Override
  protected boolean login(String user, SecretText password) {
    return server.login(user, password);
  }

  @Override
  protected UserSpec changed(String name, Owner owner) {
    return UserSpec.builder(name, owner)
        .password(PASSWORD, true)
        .comment("changed")
        .section(Section.of("spec.${engineName}", Map.of("connectionLimit", 5)))
        .build();
  }
}
