package io.dbprovision.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Grants;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import io.dbprovision.spi.testkit.GrantHand.Entry;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;

/**
 * What suites about grants share; their grantees are logins. A plugin extends a suite, not this.
 *
 * <p>{@link #server} reaches the logins.
 */
public abstract class GrantHarness extends ManagedHarness<GrantSpec> {
  /** The object whose grant a test is about. */
  protected static final Owner GRANT = new Owner("tck", "default", "team-a", "grant", "uid-g");

  /** Another grant of the same tenant. */
  protected static final Owner SECOND = new Owner("tck", "default", "team-a", "second", "uid-h");

  private static final SecretText PASSWORD = SecretText.of("Tck-4711-password");

  protected abstract GrantHand hand();

  /** Runs before the logins are dropped, which may not hold anything then. */
  @AfterEach
  void takeAllAway() {
    hand().cleanUp();
  }

  @Override
  protected final Managed<GrantSpec> managed(Session session) {
    return session
        .capability(Grants.class)
        .orElseThrow(() -> new AssertionError("the session has no Grants"));
  }

  @Override
  protected final Kind kind() {
    return Kind.GRANT;
  }

  @Override
  protected final GrantSpec plain(String name, Owner owner, Provenance provenance) {
    return GrantSpec.builder(name, owner, user(name)).provenance(provenance).build();
  }

  @Override
  protected final GrantSpec changed(String name, Owner owner) {
    return GrantSpec.builder(name, owner, user(name))
        .section(block(Entry.ONE, Entry.OTHER))
        .build();
  }

  /** A login that is there. */
  protected final String grantee() {
    String name = fresh();
    Users users = users();
    Plan plan = users.plan(login(name).build());
    assertThat(users.apply(plan, ids(plan)).failure()).as("the grantee is made").isEmpty();
    return name;
  }

  /** A role that is there: a login, where any can be one. */
  protected String role() {
    return grantee();
  }

  protected final Users users() {
    return session()
        .capability(Users.class)
        .orElseThrow(() -> new AssertionError("the session has no Users"));
  }

  protected static UserSpec.Builder login(String name) {
    return UserSpec.builder(name, SELF).password(PASSWORD, true);
  }

  /** What the grantee's own manifest asks for: nothing. */
  protected static Claim user(String name) {
    return Claim.of(
        Kind.USER, new Owner("tck", "default", "team-a", name, "uid-" + name), Section.empty(""));
  }

  protected final Section block(Entry... entries) {
    return hand().block(Set.of(entries), List.of());
  }

  protected final GrantSpec.Builder grant(String grantee, Entry... entries) {
    return GrantSpec.builder(grantee, GRANT, user(grantee)).section(block(entries));
  }

  /** What another grant asks for on the same grantee. */
  protected final Claim claim(Entry... entries) {
    return Claim.of(Kind.GRANT, SECOND, block(entries));
  }

  /** What stands on the object's record once that plan's changes are in effect. */
  protected final Set<ChangeId> recordAfter(GrantSpec desired) {
    return Set.copyOf(managed().plan(desired).claims());
  }

  /** Gives those entries, and returns the record of it. */
  protected final Set<ChangeId> given(String grantee, Entry... entries) {
    GrantSpec desired = grant(grantee, entries).build();
    make(desired);
    Set<ChangeId> issued = recordAfter(desired);
    assertThat(issued).as("each entry in effect is a claim").hasSize(entries.length);
    return issued;
  }

  protected final void applyOnly(Plan plan, Change... chosen) {
    Set<ChangeId> ids = List.of(chosen).stream().map(Change::id).collect(Collectors.toSet());
    Applied applied = managed().apply(plan, ids);
    assertThat(applied.failure()).as("applying what was chosen works").isEmpty();
    assertThat(applied.done()).containsExactlyInAnyOrderElementsOf(ids);
  }
}
