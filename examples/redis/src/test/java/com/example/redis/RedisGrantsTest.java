package com.example.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.testkit.EngineUnderTest;
import io.dbprovision.spi.testkit.GrantHand;
import io.dbprovision.spi.testkit.GrantsContract;
import io.dbprovision.spi.testkit.ServerHand;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

class RedisGrantsTest extends GrantsContract {
  private static final SecretText PASSWORD = SecretText.of("Tck-4711-password");
  private final Hand hand = new Hand();

  @Override
  protected EngineUnderTest underTest() {
    return new RealServer();
  }

  @Override
  protected ServerHand server() {
    return new UserHand(PASSWORD);
  }

  @Override
  protected GrantHand hand() {
    return hand;
  }

  private static GrantSpec.Builder on(String name, String database, String... commands) {
    Map<String, Object> entry = Map.of("database", database, "commands", List.of(commands));
    return GrantSpec.builder(name, GRANT, user(name))
        .section(Section.of("spec.redis", Map.of("grants", List.of(entry))));
  }

  @Test
  void everyCategoryIsInSyncOnceItIsGivenAndReachesNoOtherDatabase() {
    String name = grantee();
    List<String> categories =
        RealServer.by(Jedis::aclCat).stream()
            .filter(category -> !Set.of("admin", "dangerous").contains(category))
            .map(category -> "@" + category)
            .toList();
    GrantSpec all = on(name, Hand.THING, categories.toArray(String[]::new)).build();
    make(all);
    assertInSync(all);
    try (Jedis jedis = RealServer.login(name, PASSWORD)) {
      jedis.set(Hand.THING + ":a", "1");
      assertThat(jedis.get(Hand.THING + ":a")).isEqualTo("1");
      for (Runnable beyond :
          List.<Runnable>of(
              () -> jedis.get("dbops:identity"),
              () -> jedis.hgetAll("dbops:users"),
              () -> jedis.keys("*"),
              () -> jedis.scan("0"),
              jedis::randomKey,
              jedis::flushAll,
              jedis::functionFlush,
              jedis::aclList,
              () -> jedis.eval("return redis.call('get', 'dbops:identity')"),
              () -> jedis.publish("other", "x"))) {
        assertThatThrownBy(beyond::run).hasMessageFindingMatch("permission|can't access");
      }
    }
  }

  @Test
  void whatReachesBeyondADatabaseIsNotGiven() {
    String name = grantee();
    for (String beyond : List.of("flushall", "@admin", "scan", "config|get", "nosuchcommand")) {
      assertThat(refusal(on(name, Hand.THING, beyond).build()).kind())
          .as(beyond)
          .isEqualTo(ErrorKind.INVALID);
    }
  }

  @Test
  void whatWasGivenInADatabaseGoesWithIt() {
    String name = grantee();
    Plan plan = make(on(name, Hand.THING, "get").build());
    assertThat(plan.changes()).hasSize(1);
    assertThat(hand.inEffect(name)).containsExactly(GrantHand.Entry.ONE);
    var databases = session().capability(io.dbprovision.spi.Databases.class).orElseThrow();
    var thing =
        io.dbprovision.spi.DatabaseSpec.builder(Hand.THING, SELF)
            .provenance(io.dbprovision.spi.Provenance.witnessedBefore())
            .build();
    Plan drop = databases.removal(thing, DropMode.DROP);
    assertThat(databases.apply(drop, ids(drop)).failure()).isEmpty();
    assertThat(hand.inEffect(name)).isEmpty();
  }

  /** Reads and changes selectors by hand. */
  private static final class Hand implements GrantHand {
    private static final String THING = "thing";
    private static final String LATER = "tomorrow";

    Hand() {
      list(THING);
    }

    private static void list(String database) {
      RealServer.by(jedis -> jedis.hset("dbops:databases", database, ""));
    }

    private static String on(Entry entry) {
      return entry == Entry.LATER ? LATER : THING;
    }

    private static String command(Entry entry) {
      return entry == Entry.OTHER ? "set" : "get";
    }

    private static String selector(Entry entry) {
      String database = on(entry);
      return "(~%s:* resetchannels &%s:* -@all +%s)".formatted(database, database, command(entry));
    }

    @Override
    public Section block(Set<Entry> entries, List<String> roles) {
      List<Map<String, Object>> grants =
          entries.stream()
              .sorted()
              .<Map<String, Object>>map(
                  entry -> Map.of("database", on(entry), "commands", List.of(command(entry))))
              .toList();
      return Section.of("spec.redis", Map.of("grants", grants));
    }

    @Override
    public Set<Entry> inEffect(String grantee) {
      String acl = RealServer.acl(grantee);
      return Stream.of(Entry.values())
          .filter(entry -> acl.contains(selector(entry)))
          .collect(Collectors.toSet());
    }

    @Override
    public boolean hasRoles() {
      return false;
    }

    @Override
    public Set<String> rolesOf(String grantee) {
      return Set.of();
    }

    @Override
    public void give(String grantee, Entry entry) {
      RealServer.by(jedis -> jedis.aclSetUser(grantee, selector(entry)));
    }

    @Override
    public void take(String grantee, Entry entry) {
      Stream<String> rest =
          inEffect(grantee).stream().filter(one -> one != entry).map(Hand::selector);
      String[] rules = Stream.concat(Stream.of("clearselectors"), rest).toArray(String[]::new);
      RealServer.by(jedis -> jedis.aclSetUser(grantee, rules));
    }

    @Override
    public void provide() {
      list(LATER);
    }

    @Override
    public void cleanUp() {
      new DatabaseHand().drop(THING);
      new DatabaseHand().drop(LATER);
    }
  }
}
