package io.dbprovision.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Leftover;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.RestorePlace;
import io.dbprovision.spi.RestoreSpec;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The contract of what restores leave that nobody abandons. */
public abstract class LeftoverContract extends StillnessContract {
  private static final String CLUSTER = "leftovers";
  private static final String OPERATOR = "default";

  private RestoreSpec restore(String database, String operator) {
    String id = fresh();
    return RestoreSpec.builder(id, database, soon())
        .block(none())
        .by(new Owner(CLUSTER, operator, "team-a", "again", id))
        .build();
  }

  @Test
  public void whatNobodyAbandonsIsFoundByWhoMadeItAndByNobodyElse() throws IOException {
    Copy copy = dump(filled(), blocks().getFirst());
    var names = everything();
    RestoreSpec others = restore(fresh(), "another");
    restores(session()).prepare(others);
    RestoreSpec unrecorded = anew(fresh()).build();
    restores(session()).prepare(unrecorded);
    RestoreSpec spec = restore(fresh(), OPERATOR);
    RestorePlace place = restores(session()).prepare(spec);
    load(place, spec, copy);

    var found = restores(session()).leftovers(CLUSTER, OPERATOR);
    assertThat(found)
        .containsExactly(new Leftover(spec.by().orElseThrow(), place.database(), true));
    assertThat(restores(session()).leftovers("elsewhere", OPERATOR)).isEmpty();

    restores(session()).abandon(found.getFirst());
    restores(session()).abandon(found.getFirst());

    assertThat(restores(session()).leftovers(CLUSTER, OPERATOR)).isEmpty();
    assertThat(letsIn(place.login(), place.database())).isFalse();
    assertThat(restores(session()).leftovers(CLUSTER, "another")).hasSize(1);
    restores(session()).abandon(others);
    restores(session()).abandon(unrecorded);
    assertThat(everything()).isEqualTo(names);
  }

  @Test
  public void whatWasCompletedIsNoLeftover() throws IOException {
    Copy copy = dump(filled(), blocks().getFirst());
    RestoreSpec spec = restore(fresh(), OPERATOR);
    RestorePlace place = restores(session()).prepare(spec);
    Leftover before = new Leftover(spec.by().orElseThrow(), place.database(), true);
    load(place, spec, copy);
    restores(session()).complete(spec);

    assertThat(restores(session()).leftovers(CLUSTER, OPERATOR)).isEmpty();
    restores(session()).abandon(before);
    assertThat(server().exists(spec.database())).isTrue();
    restores(session()).abandon(spec);
    forget(spec.database());
  }
}
