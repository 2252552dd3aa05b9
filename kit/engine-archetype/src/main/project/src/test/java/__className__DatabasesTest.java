package ${package};

import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.testkit.DatabasesContract;
import io.dbprovision.spi.testkit.EngineUnderTest;
import io.dbprovision.spi.testkit.ServerHand;
import java.util.Map;

class ${className}DatabasesTest extends DatabasesContract {
  private final TestServer server = new TestServer();

  @Override
  protected EngineUnderTest underTest() {
    return server;
  }

  @Override
  protected ServerHand server() {
    return server.hand(Kind.DATABASE);
  }

  @Override
  protected DatabaseSpec changed(String name, Owner owner) {
    return DatabaseSpec.builder(name, owner)
        .comment("changed")
        .section(Section.of("spec.${engineName}", Map.of("connectionLimit", 5)))
        .build();
  }
}
