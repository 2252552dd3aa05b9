package io.dbprovision.spi.testkit.plain;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.testkit.DatabasesContract;
import io.dbprovision.spi.testkit.EngineUnderTest;
import io.dbprovision.spi.testkit.ServerHand;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlainDatabasesTest extends DatabasesContract {
  private final PlainEngine engine = new PlainEngine();

  @Override
  protected EngineUnderTest underTest() {
    return engine;
  }

  @Override
  protected ServerHand server() {
    return new PlainServer.Hand(engine.server.databases);
  }

  @Override
  protected DatabaseSpec changed(String name, Owner owner) {
    return DatabaseSpec.builder(name, owner)
        .comment("changed")
        .section(Section.of("spec.plain", Map.of("limit", "5")))
        .build();
  }

  @Test
  void whatNobodyHasOnRecordIsNotForAGuestToAdopt() {
    String name = fresh();
    server().create(name);
    assertThat(refusal(plain(name, OTHER, Provenance.adopted(null))).kind())
        .isEqualTo(ErrorKind.CONFLICT);
    make(plain(name, SELF, Provenance.adopted(null)));
    assertInSync(plain(name));
  }
}
