package io.dbprovision.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.ContentSummary;
import io.dbprovision.spi.CopyScope;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Load;
import io.dbprovision.spi.LoadRequest;
import io.dbprovision.spi.RestorePlace;
import io.dbprovision.spi.RestoreSpec;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The contract of an engine that has {@link io.dbprovision.spi.LogicalDump} and {@link
 * io.dbprovision.spi.LogicalRestore}.
 */
public abstract class BackupContract extends BrokenCopyContract {

  @Test
  public void everythingComesBackInANewDatabase() throws IOException {
    String source = filled();
    List<String> content = content(source);
    assertThat(content).as("the suite's own fill() fills").isNotEmpty();
    for (Section block : blocks()) {
      Copy copy = dump(source, block);
      assertThat(dumps(session()).format(block).extension()).startsWith(".");
      assertThat(copy.summary().tool()).isNotBlank();
      assertThat(copy.summary().contents().isKnown()).as("of a whole dump").isTrue();
      assertThat(copy.summary().contents().rows().values()).anyMatch(rows -> rows > 0);
      String target = fresh();
      ContentSummary restored = restore(anew(target).build(), copy);
      assertThat(content(target)).as("restored of %s", copy.format()).isEqualTo(content);
      assertThat(restored)
          .as("what the restore holds is what the dump says it holds: %s", copy.format())
          .isEqualTo(copy.summary().contents());
      forget(target);
    }
    assertThat(content(source)).as("the source is as it was").isEqualTo(content);
  }

  @Test
  public void anEmptyDatabaseComesBackEmpty() throws IOException {
    Copy copy = dump(database(), blocks().getFirst());
    String target = fresh();
    assertThat(restore(anew(target).build(), copy)).isEqualTo(copy.summary().contents());
    assertThat(server().exists(target)).isTrue();
    assertThat(content(target)).isEmpty();
    forget(target);
  }

  @Test
  public void inPlaceReplacesTheContentAndKeepsOwnerRightsSettingsAndRecord() throws IOException {
    String source = filled();
    Copy copy = dump(source, blocks().getFirst());
    String target = filled();
    adorn(target);
    String settings = settings(target);
    RestoreSpec spec = into(target).replace(true).build();
    load(restores(session()).prepare(spec), spec, copy);
    restores(session()).complete(spec);
    restores(session()).complete(spec);
    assertThat(content(target)).as("completed twice").isEqualTo(content(source));
    restores(session()).abandon(spec);
    assertThat(content(target)).isEqualTo(content(source));
    assertThat(settings(target)).isEqualTo(settings);
    assertThat(recordOf(target)).contains(SELF);
    make(plain(target));
    assertInSync(plain(target));
  }

  @Test
  public void anEmptyTargetIsFilledWithoutLeaveToReplace() throws IOException {
    String source = filled();
    String target = database();
    restore(into(target).build(), dump(source, blocks().getFirst()));
    assertThat(content(target)).isEqualTo(content(source));
    assertThat(recordOf(target)).contains(SELF);
  }

  @Test
  public void aTargetThatIsNotAsExpectedIsRefused() {
    String target = filled();
    List<String> content = content(target);
    assertThat(refusal(into(target).build()).kind())
        .as("not empty, and no leave to replace it")
        .isEqualTo(ErrorKind.CONFLICT);
    assertThat(refusal(anew(target).build()).kind())
        .as("must not be there")
        .isEqualTo(ErrorKind.CONFLICT);
    assertThat(refusal(into(target).owner(OTHER).replace(true).build()).kind())
        .as("somebody else's")
        .isEqualTo(ErrorKind.CONFLICT);
    assertThat(refusal(into(fresh()).replace(true).build()).kind())
        .as("must be there")
        .isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(content(target)).isEqualTo(content);
  }

  private EngineException refusal(RestoreSpec spec) {
    return failure(() -> restores(session()).prepare(spec));
  }

  @Test
  public void givenUpAtAnyPointTheTargetIsAsItWas() throws IOException {
    String other = filled();
    Copy copy = dump(other, blocks().getFirst());
    String target = filled();
    adorn(target);
    List<String> content = content(target);
    String settings = settings(target);
    var names = everything();
    RestoreSpec spec = into(target).replace(true).build();

    restores(session()).abandon(spec);
    assertThat(everything()).as("nothing was prepared").isEqualTo(names);

    restores(session()).prepare(spec);
    restores(session()).prepare(spec);
    restores(session()).abandon(spec);
    assertThat(everything()).as("prepared twice").isEqualTo(names);

    RestorePlace place = restores(session()).prepare(spec);
    interrupted(place, spec, copy);
    restores(session()).abandon(spec);
    assertThat(everything()).as("interrupted").isEqualTo(names);

    place = restores(session()).prepare(spec);
    load(place, spec, copy);
    assertThat(reads(place.login(), other)).as("the worker's login elsewhere").isFalse();
    restores(session()).abandon(spec);
    restores(session()).abandon(spec);
    assertThat(everything()).as("filled").isEqualTo(names);

    assertThat(content(target)).isEqualTo(content);
    assertThat(settings(target)).isEqualTo(settings);
    assertThat(recordOf(target)).contains(SELF);
    assertThat(letsIn(place.login(), target)).isFalse();
  }

  private void interrupted(RestorePlace place, RestoreSpec spec, Copy copy) throws IOException {
    try (Session session =
            underTest()
                .engine()
                .open(worker(place.login(), place.database()), underTest().context());
        Load load =
            restores(session)
                .begin(new LoadRequest(place.database(), spec.block(), copy.format(), scratch()))) {
      load.stream().write(copy.bytes(), 0, copy.bytes().length / 2);
      load.stream().flush();
    }
  }

  @Test
  public void aSecondTryBeginsWithNothingOfTheFirst() throws IOException {
    Copy copy = dump(filled(), blocks().getFirst());
    String target = fresh();
    RestoreSpec spec = anew(target).build();
    RestorePlace place = restores(session()).prepare(spec);
    load(place, spec, copy);
    RestorePlace again = restores(session()).prepare(spec);
    assertThat(letsIn(place.login(), place.database())).as("the first password").isFalse();
    load(again, spec, copy);
    restores(session()).complete(spec);
    restores(session()).abandon(spec);
    assertThat(server().exists(target)).as("abandoned after it was completed").isTrue();
    forget(target);
  }

  @Test
  public void anAdmittedLoginReadsItsDatabaseAndNoOther() {
    String database = filled();
    String other = filled();
    CopyScope scope = scope(database, none());
    Credentials login = dumps(session()).admit(scope);
    assertThat(reads(login, database)).isTrue();
    assertThat(reads(login, other)).as("another database").isFalse();
    Credentials again = dumps(session()).admit(scope);
    assertThat(again.username()).isEqualTo(login.username());
    assertThat(letsIn(login, database)).as("the earlier password").isFalse();
    assertThat(reads(again, database)).isTrue();
    dumps(session()).dismiss(scope);
    dumps(session()).dismiss(scope);
    assertThat(letsIn(again, database)).isFalse();
  }

  @Test
  public void onlyAnOwnersDatabaseIsCopied() {
    String database = database();
    CopyScope foreign = new CopyScope(fresh(), database, OTHER, none(), soon());
    assertThat(failure(() -> dumps(session()).admit(foreign)).kind()).isEqualTo(ErrorKind.CONFLICT);
    CopyScope absent = scope(fresh(), none());
    assertThat(failure(() -> dumps(session()).admit(absent)).kind()).isEqualTo(ErrorKind.NOT_FOUND);
  }

  @Test
  public void aDumpThatWasCutIsNotRestored() throws IOException {
    String source = filled();
    RestoreSpec spec = anew(fresh()).build();
    for (Section block : blocks()) {
      Copy copy = dump(source, block);
      int length = copy.bytes().length;
      for (int cut : List.of(0, length / 3, length - 1)) {
        RestorePlace place = restores(session()).prepare(spec);
        byte[] bytes = Arrays.copyOf(copy.bytes(), cut);
        EngineException failure = failure(() -> load(place, spec, copy.format(), bytes));
        assertThat(Texts.of(failure)).doesNotContain(place.login().password().reveal());
      }
    }
    restores(session()).abandon(spec);
  }

  @Test
  public void namesAreNames() throws IOException {
    List<String> failed = new ArrayList<>();
    for (String name : hostileNames()) {
      CopyScope scope = new CopyScope(fresh(), name, SELF, none(), soon());
      try {
        dumps(session()).admit(scope);
        failed.add("admitted to " + name);
      } catch (EngineException e) {
        if (e.kind() != ErrorKind.NOT_FOUND
            && e.kind() != ErrorKind.INVALID
            && e.kind() != ErrorKind.CONFLICT) {
          failed.add(e.kind() + " " + e.getMessage());
        }
      }
    }
    assertThat(failed).isEmpty();
  }
}
