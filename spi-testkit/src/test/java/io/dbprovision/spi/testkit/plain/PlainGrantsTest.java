package io.dbprovision.spi.testkit.plain;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.ManagedObjects.Seen;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.testkit.EngineUnderTest;
import io.dbprovision.spi.testkit.GrantHand;
import io.dbprovision.spi.testkit.GrantsContract;
import io.dbprovision.spi.testkit.ServerHand;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlainGrantsTest extends GrantsContract {
  private final PlainEngine engine = new PlainEngine();
  private final GrantHand hand = new Hand(engine.server);

  @Override
  protected EngineUnderTest underTest() {
    return engine;
  }

  @Override
  protected ServerHand server() {
    return new PlainServer.Hand(engine.server.users);
  }

  @Override
  protected GrantHand hand() {
    return hand;
  }

  @Test
  void aDatabaseOfAnotherTenantIsAConflict() {
    String name = grantee();
    engine.server.databases.put("theirs", new Seen<>(PlainServer.State.NEW, OTHER, ""));
    GrantSpec spec =
        GrantSpec.builder(name, GRANT, user(name))
            .section(Section.of("spec.plain", Map.of("grants", List.of("theirs:READ"))))
            .build();
    assertThat(refusal(spec).kind()).isEqualTo(ErrorKind.CONFLICT);
  }

  /** Reads and changes what logins hold, past the engine. */
  private record Hand(PlainServer server) implements GrantHand {
    Hand {
      server.databases.put("thing", new Seen<>(PlainServer.State.NEW, null, ""));
    }

    private static String text(Entry entry) {
      return entry == Entry.LATER ? "later:READ" : "thing:" + entry;
    }

    @Override
    public boolean hasRoles() {
      return false;
    }

    @Override
    public Section block(Set<Entry> entries, List<String> roles) {
      return Section.of(
          "spec.plain", Map.of("grants", entries.stream().map(Hand::text).sorted().toList()));
    }

    @Override
    public Set<Entry> inEffect(String grantee) {
      Set<String> held = Objects.requireNonNull(server.users.get(grantee)).state().grants();
      return Arrays.stream(Entry.values())
          .filter(entry -> held.contains(text(entry)))
          .collect(Collectors.toSet());
    }

    @Override
    public Set<String> rolesOf(String grantee) {
      return Set.of();
    }

    @Override
    public void give(String grantee, Entry entry) {
      PlainServer.change(server.users, grantee, state -> state.with(text(entry)));
    }

    @Override
    public void take(String grantee, Entry entry) {
      PlainServer.change(server.users, grantee, state -> state.without(text(entry)));
    }

    @Override
    public void provide() {
      server.databases.put("later", new Seen<>(PlainServer.State.NEW, null, ""));
    }

    @Override
    public void cleanUp() {
      server.databases.clear();
    }
  }
}
