package com.example.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Risk;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.testkit.DatabasesContract;
import io.dbprovision.spi.testkit.EngineUnderTest;
import io.dbprovision.spi.testkit.ServerHand;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RedisDatabasesTest extends DatabasesContract {
  @Override
  protected EngineUnderTest underTest() {
    return new RealServer();
  }

  @Override
  protected ServerHand server() {
    return new DatabaseHand();
  }

  @Override
  protected DatabaseSpec changed(String name, Owner owner) {
    return DatabaseSpec.builder(name, owner)
        .comment("changed")
        .section(keeping(Map.of("size", "large")))
        .build();
  }

  private static Section keeping(Map<String, Object> keys) {
    return Section.of("spec.redis", Map.of("keys", keys));
  }

  @Test
  void keysBelowAPrefixThatNobodyListsAreSomebodysDatabase() {
    String name = fresh();
    RealServer.by(jedis -> jedis.set(name + ":mine", "1"));
    assertConflict(plain(name));
    assertThat(managed().removal(plain(name), DropMode.FORCE).changes()).isEmpty();
  }

  @Test
  void itGoesWithAllItsKeysAndWithNoneOfItsNeighbours() {
    String name = fresh();
    String neighbour = cleanedUp(name + "2");
    make(plain(name));
    RealServer.by(jedis -> jedis.set(neighbour + ":k", "1") + jedis.set(name + ":k", "1"));
    applyAll(managed().removal(plain(name), DropMode.DROP));
    assertThat(RealServer.content(name)).isEmpty();
    assertThat(RealServer.content(neighbour)).hasSize(1);
  }

  @Test
  void aKeyThatIsNoLongerKeptGoesWhenTheOperatorPutItThere() {
    String name = fresh();
    DatabaseSpec two =
        DatabaseSpec.builder(name, SELF).section(keeping(Map.of("a", "1", "b", "2"))).build();
    make(two);
    DatabaseSpec one =
        DatabaseSpec.builder(name, SELF)
            .section(keeping(Map.of("a", "1")))
            .issued(Set.copyOf(managed().plan(two).claims()))
            .build();
    Plan plan = managed().plan(one);
    assertThat(plan.changes()).extracting(Change::cause).containsExactly(Cause.EXTRA);
    assertThat(plan.changes()).extracting(Change::risk).containsExactly(Risk.DESTRUCTIVE);
    applyAll(plan);
    assertThat(RealServer.content(name)).containsOnlyKeys("a");
    assertInSync(one);
  }

  @Test
  void anOwnerIsNotSupportedAndSaysSo() {
    DatabaseSpec owned = DatabaseSpec.builder(fresh(), SELF).databaseOwner("somebody").build();
    assertThat(refusal(owned).kind()).isEqualTo(ErrorKind.UNSUPPORTED);
    assertThat(refusal(owned).path()).contains("spec.owner");
  }
}
