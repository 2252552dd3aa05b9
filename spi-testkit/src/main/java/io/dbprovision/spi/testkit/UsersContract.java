package io.dbprovision.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** The contract of an engine that has {@link Users}. */
public abstract class UsersContract extends ManagedContract<UserSpec> {
  /** What the logins of this suite have as a password; hostile to careless quoting. */
  protected static final SecretText PASSWORD = SecretText.of("Tck'4711\"\\$pass{w}ord%");

  private static final SecretText NEXT = SecretText.of("Next-Tck-0815-password");
  private static final SecretText THIRD = SecretText.of("Third-Tck-1147-password");

  /** Whether the server lets that login in with that password: a real one, over the network. */
  protected abstract boolean login(String user, SecretText password);

  @Override
  protected final Managed<UserSpec> managed(Session session) {
    return session
        .capability(Users.class)
        .orElseThrow(() -> new AssertionError("the session has no Users"));
  }

  @Override
  protected final Kind kind() {
    return Kind.USER;
  }

  /** With the suite's password, which the server has already when the login is there. */
  @Override
  protected UserSpec plain(String name, Owner owner, Provenance provenance) {
    return UserSpec.builder(name, owner).provenance(provenance).password(PASSWORD, true).build();
  }

  @Test
  public void aNewLoginWorks() {
    String name = fresh();
    make(UserSpec.builder(name, SELF).password(PASSWORD, false).build());
    assertThat(login(name, PASSWORD)).as("the login has its password").isTrue();
    assertThat(login(name, NEXT)).as("and no other").isFalse();
  }

  @Test
  public void anAppliedPasswordIsNotPlanned() {
    String name = fresh();
    make(UserSpec.builder(name, SELF).password(PASSWORD, false).build());
    assertInSync(UserSpec.builder(name, SELF).password(PASSWORD, true).build());
  }

  @Test
  public void aPasswordThatWasNotAppliedIsSet() {
    String name = fresh();
    make(plain(name));
    Plan plan = make(UserSpec.builder(name, SELF).password(NEXT, false).build());
    assertThat(plan.changes()).as("passwordApplied=false plans a change").isNotEmpty();
    assertThat(login(name, NEXT)).as("the new password works").isTrue();
    assertThat(login(name, PASSWORD)).as("the old one does not").isFalse();
  }

  @Test
  public void aReplacedPasswordThatIsKeptWorksBesideTheNewOne() {
    assumeTwoPasswords();
    String name = fresh();
    make(UserSpec.builder(name, SELF).password(PASSWORD, false).keepsReplaced(true).build());
    assertThat(login(name, PASSWORD)).as("a new login has its password").isTrue();
    make(keeping(name, NEXT));
    assertThat(login(name, NEXT)).as("the new password works").isTrue();
    assertThat(login(name, PASSWORD)).as("the replaced one works on").isTrue();
    assertInSync(UserSpec.builder(name, SELF).password(NEXT, true).keepsReplaced(true).build());
    assertInSync(UserSpec.builder(name, SELF).password(NEXT, true).build());
    make(keeping(name, THIRD));
    assertThat(login(name, THIRD)).as("the password given last works").isTrue();
    assertThat(login(name, NEXT)).as("one that is replaced now works on").isTrue();
    assertThat(login(name, PASSWORD)).as("there are two, never three").isFalse();
  }

  @Test
  public void aChangeThatIsRepeatedDoesNotTakeTheReplacedPasswordsPlace() {
    assumeTwoPasswords();
    String name = fresh();
    make(plain(name));
    make(keeping(name, NEXT));
    make(keeping(name, NEXT));
    assertThat(login(name, NEXT)).as("the password given last works").isTrue();
    assertThat(login(name, PASSWORD)).as("as after the first time").isTrue();
  }

  @Test
  public void aReplacedPasswordIsDiscardedAndTheOneInUseStays() {
    assumeTwoPasswords();
    String name = fresh();
    make(plain(name));
    make(keeping(name, NEXT));
    UserSpec alone =
        UserSpec.builder(name, SELF).password(NEXT, true).discardsReplaced(true).build();
    Plan plan = make(alone);
    assertThat(plan.changes())
        .as("discarding is one change, at the path password")
        .extracting(Change::path)
        .containsExactly("password");
    assertThat(login(name, NEXT)).as("the password in use").isTrue();
    assertThat(login(name, PASSWORD)).as("the replaced one").isFalse();
    assertInSync(alone);
    make(
        UserSpec.builder(name, SELF)
            .password(THIRD, false)
            .keepsReplaced(false)
            .discardsReplaced(true)
            .build());
    assertThat(login(name, NEXT)).as("what nobody keeps goes at once").isFalse();
    assertThat(login(name, THIRD)).as("the password given last works").isTrue();
  }

  @Test
  public void aReplacedPasswordGoesWithTheLogin() {
    assumeTwoPasswords();
    String name = fresh();
    make(plain(name));
    make(keeping(name, NEXT));
    server().drop(name);
    make(
        UserSpec.builder(name, SELF)
            .provenance(Provenance.witnessedBefore())
            .password(NEXT, true)
            .keepsReplaced(true)
            .build());
    assertThat(login(name, NEXT)).as("the password given last works").isTrue();
    assertThat(login(name, PASSWORD)).as("one replaced before it was dropped").isFalse();
  }

  private void assumeTwoPasswords() {
    assumeThat(session().capability(Users.class).orElseThrow().keepsReplacedPasswords())
        .as("the server can hold two passwords of a login")
        .isTrue();
  }

  private static UserSpec keeping(String name, SecretText next) {
    return UserSpec.builder(name, SELF).password(next, false).keepsReplaced(true).build();
  }

  @Test
  public void aLoginMadeAgainHasItsPassword() {
    String name = fresh();
    make(plain(name));
    server().drop(name);
    make(plain(name, SELF, Provenance.witnessedBefore()));
    assertThat(login(name, PASSWORD)).as("a missing login has no password yet").isTrue();
  }

  @Test
  public void withoutAPasswordNothingIsPlannedForIt() {
    String name = fresh();
    make(plain(name));
    assertInSync(UserSpec.builder(name, SELF).build());
    assertThat(login(name, PASSWORD)).as("the password in use stays").isTrue();
  }

  @Test
  public void aMissingLoginIsPlannedWithoutAPasswordButNotMade() {
    String name = fresh();
    Plan plan = managed().plan(UserSpec.builder(name, SELF).build());
    assertThat(plan.changes()).as("looking needs no password").isNotEmpty();
    assertThat(failsToApply(plan)).as("a login is not made without a password").isTrue();
    assertThat(server().exists(name)).as("nothing was made").isFalse();
  }

  @Test
  public void noTextHoldsThePassword() {
    String name = fresh();
    UserSpec fresh = UserSpec.builder(name, SELF).password(PASSWORD, false).build();
    Plan creation = make(fresh);
    Plan change = managed().plan(fresh);
    assertThat(Texts.of(creation) + Texts.of(change))
        .as("no text of a change holds a secret")
        .doesNotContain(PASSWORD.reveal());
    EngineException conflict =
        refusal(UserSpec.builder(name, OTHER).password(PASSWORD, false).build());
    assertThat(Texts.of(conflict)).as("no secret in an error").doesNotContain(PASSWORD.reveal());
  }

  @Test
  public void thePasswordIsNoPartOfTheFingerprint() {
    String name = fresh();
    make(plain(name));
    Plan one = managed().plan(UserSpec.builder(name, SELF).password(PASSWORD, false).build());
    Plan other = managed().plan(UserSpec.builder(name, SELF).password(NEXT, false).build());
    assertThat(one.hash())
        .as("a hash that depends on the password lets it be guessed")
        .isEqualTo(other.hash());
  }

  @Test
  public void noHostileNameMakesAnErrorTellThePassword() {
    for (String name : hostileNames()) {
      Throwable failure =
          Assertions.catchThrowable(
              () -> managed().plan(UserSpec.builder(name, SELF).password(PASSWORD, false).build()));
      if (failure != null) {
        assertThat(failure)
            .as("EngineException is the only exception across the SPI")
            .isInstanceOf(EngineException.class);
        assertThat(Texts.of(failure)).as("no secret in an error").doesNotContain(PASSWORD.reveal());
      }
    }
  }

  private boolean failsToApply(Plan plan) {
    try {
      Applied applied = managed().apply(plan, ids(plan));
      return applied.failure().isPresent();
    } catch (EngineException e) {
      return true;
    }
  }
}
