package io.dbprovision.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Quiescence;
import io.dbprovision.spi.Quiescence.Stillness;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The contract of {@link Quiescence}, for an engine that has it. */
public abstract class StillnessContract extends BackupHarness {
  @Test
  public void aDatabaseThatIsKeptStillIsCopiedAndThenAsItWas() throws IOException {
    Optional<Quiescence> capability = session().capability(Quiescence.class);
    assumeTrue(capability.isPresent(), "the engine can keep a database still");
    Quiescence still = capability.get();
    String source = filled();
    adorn(source);
    String settings = settings(source);
    List<String> content = content(source);

    assertThat(still.quiesce(source, SELF, false)).isEqualTo(new Stillness(0, true));
    assertThat(still.quiesce(source, SELF, false)).isEqualTo(new Stillness(0, false));
    String target = fresh();
    restore(anew(target).build(), dump(source, blocks().getFirst()));
    assertThat(content(target)).isEqualTo(content);
    assertThat(still.quiesce(source, SELF, true)).isEqualTo(new Stillness(0, false));

    still.resume(source);
    still.resume(source);
    assertThat(settings(source)).isEqualTo(settings);
    assertThat(content(source)).isEqualTo(content);

    assertThat(still.quiesce(source, SELF, true)).isEqualTo(new Stillness(0, true));
    applyAll(managed().removal(plain(source), DropMode.DROP));
    assertThat(server().exists(source)).isFalse();
    still.resume(source);
    forget(target);
  }

  @Test
  public void somebodyElsesDatabaseIsNotKeptStill() {
    Optional<Quiescence> capability = session().capability(Quiescence.class);
    assumeTrue(capability.isPresent(), "the engine can keep a database still");
    String source = filled();
    String settings = settings(source);
    assertThat(failure(() -> capability.get().quiesce(source, OTHER, true)).kind())
        .isEqualTo(ErrorKind.CONFLICT);
    assertThat(settings(source)).isEqualTo(settings);
  }
}
