package io.dbprovision.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link Differences} knows of passwords, settings and entries, on {@link Shelf}. */
class DifferencesTest {
  private static final Owner SELF = new Owner("c", "o", "ns", "shop", "1");
  private static final SecretText NEW = SecretText.of("new");

  private final Shelf shelf = new Shelf();

  @BeforeEach
  void oneLogin() {
    shelf.put("shop", SELF, "#old");
  }

  private static UserSpec.Builder shop() {
    return UserSpec.builder("shop", SELF);
  }

  private Plan apply(UserSpec desired) {
    Plan plan = shelf.plan(desired);
    Set<ChangeId> all =
        plan.changes().stream().map(Change::id).collect(Collectors.toUnmodifiableSet());
    assertThat(shelf.apply(plan, all).failure()).isEmpty();
    return plan;
  }

  @Test
  void aPasswordThatReplacesAnotherIsTheOnlyOne() {
    Plan plan = apply(shop().password(NEW, false).build());
    assertThat(plan.changes()).extracting(Change::path).containsExactly("password");
    assertThat(shelf.get("shop").hashes()).containsExactly("#new");
  }

  @Test
  void oneThatIsKeptWorksBesideItHoweverOftenTheChangeComes() {
    shelf.put("shop", SELF, "#older", "#old");
    UserSpec keeping = shop().password(NEW, false).keepsReplaced(true).build();
    apply(keeping);
    assertThat(shelf.get("shop").hashes()).containsExactly("#old", "#new");
    apply(keeping);
    assertThat(shelf.get("shop").hashes()).containsExactly("#old", "#new");
  }

  @Test
  void aReplacedOneIsDiscardedEvenWhenTheOneInUseIsNotKnown() {
    shelf.put("shop", SELF, "#old", "#new");
    apply(shop().discardsReplaced(true).build());
    assertThat(shelf.get("shop").hashes()).containsExactly("#new");
    assertThat(shelf.plan(shop().discardsReplaced(true).build()).isEmpty()).isTrue();
  }

  @Test
  void onePutThereByHandIsSeen() {
    shelf.put("shop", SELF, "#by hand");
    apply(shop().password(NEW, true).build());
    assertThat(shelf.get("shop").hashes()).containsExactly("#new");
  }

  @Test
  void aLoginWithoutAnyIsSeenEvenByWhoOnlyLooks() {
    shelf.put("shop", SELF);
    Plan plan = shelf.plan(shop().build());
    assertThat(plan.changes()).extracting(Change::actual).containsExactly("(none)");
    Applied applied = shelf.apply(plan, Set.of(new ChangeId("password")));
    assertThat(applied.failure()).isPresent();
    assertThat(shelf.plan(shop().password(NEW, true).build()).changes()).hasSize(1);
  }

  @Test
  void aSettingThatNobodySpeaksOfIsLeftAlone() {
    assertThat(shelf.plan(asking(Map.of()).build()).isEmpty()).isTrue();
    apply(asking(Map.of("state", "off")).build());
    assertThat(shelf.get("shop").state()).isEqualTo("off");
    assertThat(shelf.plan(asking(Map.of()).build()).isEmpty()).isTrue();
  }

  private static UserSpec.Builder asking(Map<String, Object> block) {
    return shop().section(Section.of("spec.shelf", block));
  }

  @Test
  void entriesArePutAndPutRightAndEachIsAClaim() {
    shelf.note("shop", "b", "wrong");
    shelf.note("shop", "c", "3");
    shelf.note("shop", "others", "x");
    UserSpec.Builder desired = asking(Map.of("notes", Map.of("a", "1", "b", "2", "c", "3")));
    Plan plan = apply(desired.build());
    assertThat(plan.changes())
        .extracting(Change::cause)
        .containsExactlyInAnyOrder(Cause.ABSENT, Cause.DIFFERS);
    assertThat(plan.claims())
        .extracting(ChangeId::value)
        .containsExactlyInAnyOrder("notes.a", "notes.b", "notes.c");
    assertThat(plan.held()).containsExactly(new ChangeId("notes.c"));
    assertThat(shelf.get("shop").notes())
        .isEqualTo(Map.of("a", "1", "b", "2", "c", "3", "others", "x"));
    assertThat(shelf.plan(desired.build()).isEmpty()).isTrue();
  }

  @Test
  void anEntryThatIsOnRecordAndNotAskedForAnyMoreIsRemovedAndNoOther() {
    shelf.note("shop", "a", "1");
    shelf.note("shop", "others", "x");
    UserSpec less =
        asking(Map.of())
            .issued(Set.of(new ChangeId("notes.a"), new ChangeId("notes.gone")))
            .build();
    Plan plan = apply(less);
    assertThat(plan.changes()).extracting(Change::cause).containsExactly(Cause.EXTRA);
    assertThat(plan.changes()).extracting(Change::risk).containsExactly(Risk.DESTRUCTIVE);
    assertThat(shelf.get("shop").notes()).isEqualTo(Map.of("others", "x"));
  }
}
