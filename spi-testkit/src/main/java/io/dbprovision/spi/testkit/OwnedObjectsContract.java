package io.dbprovision.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.OwnedObjects;
import io.dbprovision.spi.OwnedObjects.OwnedObject;
import io.dbprovision.spi.Plan;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of an engine that has {@link OwnedObjects}. */
public abstract class OwnedObjectsContract extends LoginHarness {
  private static final int ENOUGH = 100;

  /**
   * Makes something that the login owns, without the engine.
   *
   * @param name of the new object: lower-case letters and digits
   * @return drops it
   */
  protected abstract AutoCloseable own(String login, String name);

  @Test
  public void aNewLoginOwnsNothing() {
    String name = fresh();
    make(plain(name));
    assertThat(owned().ownedBy(name, ENOUGH)).isEmpty();
  }

  @Test
  public void aLoginThatIsNotThereOwnsNothing() {
    assertThat(owned().ownedBy(fresh(), ENOUGH)).isEmpty();
  }

  @Test
  public void whatItOwnsIsNamedWithItsType() throws Exception {
    String name = fresh();
    make(plain(name));
    try (AutoCloseable object = own(name, name + "obj")) {
      assertThat(object).isNotNull();
      List<OwnedObject> found = owned().ownedBy(name, ENOUGH);
      assertThat(found).extracting(OwnedObject::name).contains(name + "obj");
      assertThat(found).extracting(OwnedObject::type).doesNotContain("");
    }
    assertThat(owned().ownedBy(name, ENOUGH)).as("nothing is remembered").isEmpty();
  }

  @Test
  public void noMoreIsListedThanWasAskedFor() throws Exception {
    String name = fresh();
    make(plain(name));
    try (AutoCloseable first = own(name, name + "a");
        AutoCloseable second = own(name, name + "b");
        AutoCloseable third = own(name, name + "c")) {
      assertThat(List.of(first, second, third)).doesNotContainNull();
      assertThat(owned().ownedBy(name, 2)).hasSize(2);
      assertThat(owned().ownedBy(name, ENOUGH)).hasSizeGreaterThanOrEqualTo(3);
    }
  }

  @Test
  public void whatAnotherOwnsIsNotListed() throws Exception {
    String name = fresh();
    String other = fresh();
    make(plain(name));
    make(plain(other));
    try (AutoCloseable object = own(other, other + "obj")) {
      assertThat(object).isNotNull();
      assertThat(owned().ownedBy(name, ENOUGH)).isEmpty();
    }
  }

  @Test
  public void aLoginThatOwnsSomethingIsNotDroppedAndOneThatOwnsNothingIs() throws Exception {
    String name = fresh();
    make(plain(name));
    try (AutoCloseable object = own(name, name + "obj")) {
      assertThat(object).isNotNull();
      Plan drop = managed().removal(plain(name), DropMode.DROP);
      Applied applied = managed().apply(drop, ids(drop));
      assertThat(applied.failure()).as("nothing is lost with its login").isPresent();
      assertThat(server().exists(name)).isTrue();
      assertThat(owned().ownedBy(name, ENOUGH)).isNotEmpty();
    }
    applyAll(managed().removal(plain(name), DropMode.DROP));
    assertThat(server().exists(name)).isFalse();
  }

  @Test
  public void theWayOutNamesTheLogin() {
    String name = fresh();
    assertThat(owned().resolution(name)).contains(name);
  }

  private OwnedObjects owned() {
    return session()
        .capability(OwnedObjects.class)
        .orElseThrow(() -> new AssertionError("the session has no OwnedObjects"));
  }
}
