package io.dbprovision.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the suites of one sort of managed object share: the session, owners, names and clean-up. A
 * plugin extends a suite, not this.
 *
 * @param <D> what is desired
 */
@ExtendWith(BrokenContract.class)
public abstract class ManagedHarness<D extends Desired> {
  /** The owner that the tests act for. */
  protected static final Owner SELF = new Owner("tck", "default", "team-a", "shop", "uid-a");

  /** Somebody else. */
  protected static final Owner OTHER = new Owner("tck", "default", "team-b", "stall", "uid-b");

  private final Names names = new Names();
  private final List<String> used = new ArrayList<>();
  private Optional<Session> open = Optional.empty();

  protected abstract EngineUnderTest underTest();

  /** The capability under test. */
  protected abstract Managed<D> managed(Session session);

  protected abstract Kind kind();

  protected abstract ServerHand server();

  /** The plainest object of that name. */
  protected abstract D plain(String name, Owner owner, Provenance provenance);

  /**
   * The same object asked for with at least two more settings, each a SAFE change of its own that
   * can be applied without the other.
   */
  protected abstract D changed(String name, Owner owner);

  @BeforeEach
  void openSession() {
    open = Optional.of(underTest().engine().open(underTest().endpoint(), underTest().context()));
  }

  @AfterEach
  void cleanUp() {
    used.forEach(server()::drop);
    open.ifPresent(Session::close);
  }

  protected final Session session() {
    return open.orElseThrow();
  }

  protected final Managed<D> managed() {
    return managed(session());
  }

  /** A name that is not on the server; dropped after the test. */
  protected final String fresh() {
    return cleanedUp(names.fresh());
  }

  protected final List<String> hostileNames() {
    return names.hostile();
  }

  protected final String cleanedUp(String name) {
    used.add(name);
    return name;
  }

  protected final D plain(String name) {
    return plain(name, SELF, Provenance.unknown());
  }

  protected final Optional<Owner> recordOf(String name) {
    return records().ownerOf(kind(), name);
  }

  protected final OwnershipRecord records() {
    return session()
        .capability(OwnershipRecord.class)
        .orElseThrow(() -> new AssertionError("an engine keeps an OwnershipRecord in the server"));
  }

  /** Plans, and applies all of it. */
  protected final Plan make(D desired) {
    Plan plan = managed().plan(desired);
    applyAll(plan);
    return plan;
  }

  protected final void applyAll(Plan plan) {
    Applied applied = managed().apply(plan, ids(plan));
    assertThat(applied.failure()).as("applying all of a plan works").isEmpty();
    assertThat(applied.done())
        .as("Applied.done() names the changes in the order of the plan")
        .containsExactlyElementsOf(plan.changes().stream().map(Change::id).toList());
  }

  protected static Set<ChangeId> ids(Plan plan) {
    return plan.changes().stream().map(Change::id).collect(Collectors.toSet());
  }

  protected final EngineException refusal(D desired) {
    EngineException failure =
        Assertions.catchThrowableOfType(EngineException.class, () -> managed().plan(desired));
    assertThat(failure).as("planning %s must be refused", desired.name()).isNotNull();
    return failure;
  }

  protected final void assertConflict(D desired) {
    assertThat(refusal(desired).kind())
        .as("an existing object that is not ours is CONFLICT")
        .isEqualTo(ErrorKind.CONFLICT);
  }

  protected final void assertInSync(D desired) {
    Plan again = managed().plan(desired);
    assertThat(again.changes()).as("the plan after apply is empty").isEmpty();
    assertThat(again.exists()).as("the object is there").isTrue();
  }
}
