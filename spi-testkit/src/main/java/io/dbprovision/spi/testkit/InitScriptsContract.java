package io.dbprovision.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.Databases;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.InitScript;
import io.dbprovision.spi.InitScripts;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.ScriptResult;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.Users;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of an engine that has {@link InitScripts}. */
public abstract class InitScriptsContract extends ManagedHarness<DatabaseSpec> {
  private static final String SECRET = "tck-secret-0815";

  private String database = "";
  private Set<String> loginsBefore = Set.of();

  /** A statement that its database's owner may run, and that fails when it is run twice. */
  protected abstract String marking(String mark);

  /** Whether that statement is in effect; asked without the engine. */
  protected abstract boolean marked(String database, String mark);

  /** A statement that fails whenever it is run, and that has the text in it. */
  protected abstract String failing(String text);

  /** A statement that an admin may run and an owner of a database may not. */
  protected abstract String reachingBeyond(String name);

  /**
   * Puts into a new database what {@link #marking} needs, without the engine. For servers that
   * commit by themselves what makes a table: only rows can be marks there.
   */
  protected void prepare(String database) {}

  @Override
  protected final Managed<DatabaseSpec> managed(Session session) {
    return session
        .capability(Databases.class)
        .orElseThrow(() -> new AssertionError("the session has no Databases"));
  }

  @Override
  protected final Kind kind() {
    return Kind.DATABASE;
  }

  @Override
  protected final DatabaseSpec plain(String name, Owner owner, Provenance provenance) {
    return DatabaseSpec.builder(name, owner).provenance(provenance).build();
  }

  @Override
  protected final DatabaseSpec changed(String name, Owner owner) {
    return DatabaseSpec.builder(name, owner).comment("changed").build();
  }

  @BeforeEach
  void makeDatabase() {
    loginsBefore = logins();
    database = fresh();
    make(plain(database));
    prepare(database);
  }

  @AfterEach
  void nothingIsLeft() {
    applyAll(managed().removal(plain(database), DropMode.FORCE));
    assertThat(logins())
        .as("no login of a script outlives its database")
        .containsExactlyInAnyOrderElementsOf(loginsBefore);
  }

  @Test
  public void allEntriesAreInEffectWhenNoneFails() {
    for (boolean transaction : List.of(true, false)) {
      ScriptResult result =
          run(transaction, marking("a" + transaction), marking("b" + transaction));
      assertThat(result.failed()).isEmpty();
      assertThat(result.succeeded()).as("every entry is counted").isEqualTo(2);
      assertThat(marked(database, "a" + transaction)).isTrue();
      assertThat(marked(database, "b" + transaction)).isTrue();
    }
  }

  @Test
  public void aScriptWithoutEntriesDoesNothing() {
    ScriptResult result = run(true);
    assertThat(result.failed()).isEmpty();
    assertThat(result.succeeded()).isZero();
  }

  @Test
  public void aFailureInATransactionLeavesNothing() {
    ScriptResult result = run(true, marking("before"), failing("x"), marking("after"));
    assertThat(result.failed()).as("the failure is part of the result").isPresent();
    assertThat(result.succeeded()).as("nothing is in effect").isZero();
    assertThat(marked(database, "before")).isFalse();
    assertThat(marked(database, "after")).isFalse();
  }

  @Test
  public void withoutATransactionWhatCameBeforeTheFailureStays() {
    ScriptResult result = run(false, marking("before"), failing("x"), marking("after"));
    assertThat(result.failed()).isPresent();
    assertThat(result.succeeded()).as("the entries in effect are counted").isEqualTo(1);
    assertThat(marked(database, "before")).isTrue();
    assertThat(marked(database, "after")).as("it ends at the first failure").isFalse();
  }

  @Test
  public void aScriptRunTwiceIsRunTwice() {
    assertThat(run(true, marking("once")).failed()).isEmpty();
    assertThat(run(true, marking("once")).failed())
        .as("whoever calls remembers what was run, not the engine")
        .isPresent();
  }

  @Test
  public void whatIsDoneIsLeftOutAndCounted() {
    assertThat(run(false, marking("first"), failing("x"), marking("last")).succeeded())
        .isEqualTo(1);
    for (boolean transaction : List.of(true, false)) {
      ScriptResult again = goOn(transaction, 1, marking("first"), failing("x"), marking("last"));
      assertThat(again.failed().map(EngineException::getMessage).orElse(""))
          .as("the place is told by all entries")
          .contains("2")
          .doesNotContain("statement 1 ");
      assertThat(again.succeeded()).isEqualTo(1);
    }
    ScriptResult rest = goOn(false, 1, marking("first"), marking("second"), marking("last"));
    assertThat(rest.failed()).isEmpty();
    assertThat(rest.succeeded()).isEqualTo(3);
    assertThat(marked(database, "second")).isTrue();
    assertThat(marked(database, "last")).isTrue();
    assertThat(goOn(true, 1, marking("first")).failed()).as("nothing is left to run").isEmpty();
  }

  @Test
  public void eachEntryIsToldOfOnceItIsInEffectAndBeforeTheNextOne() {
    List<String> marks = List.of("a", "b", "c");
    List<Integer> told = new ArrayList<>();
    ScriptResult result =
        scripts()
            .run(
                script(false, 0, marks.stream().map(this::marking).toList()),
                entries -> {
                  told.add(entries);
                  for (int i = 0; i < marks.size(); i++) {
                    assertThat(marked(database, marks.get(i)))
                        .as("%s when %s are said to be in effect", marks.get(i), entries)
                        .isEqualTo(i < entries);
                  }
                });
    assertThat(result.failed()).isEmpty();
    assertThat(told).startsWith(1, 2).doesNotHaveDuplicates();
  }

  @Test
  public void ofATransactionNothingIsTold() {
    List<Integer> told = new ArrayList<>();
    scripts().run(script(true, 0, List.of(marking("a"), failing("x"))), told::add);
    assertThat(told).isEmpty();
  }

  @Test
  public void whoIsToldMayEndIt() {
    EngineException end = EngineException.of(ErrorKind.UNREACHABLE, "it could not be written down");
    EngineException thrown =
        Assertions.catchThrowableOfType(
            EngineException.class,
            () ->
                scripts()
                    .run(
                        script(false, 0, List.of(marking("a"), marking("b"))),
                        _ -> {
                          throw end;
                        }));
    assertThat(thrown).hasMessageContaining("it could not be written down");
    assertThat(marked(database, "a")).isTrue();
    assertThat(marked(database, "b")).as("nothing more is run").isFalse();
  }

  @Test
  public void aScriptNeverHasTheAdminsRights() {
    for (boolean transaction : List.of(true, false)) {
      ScriptResult result = run(transaction, reachingBeyond(fresh()));
      assertThat(result.failed().map(EngineException::kind)).contains(ErrorKind.PERMISSION);
    }
  }

  @Test
  public void theFailureHoldsNoTextOfTheStatement() {
    for (boolean transaction : List.of(true, false)) {
      EngineException failure = run(transaction, failing(SECRET)).failed().orElseThrow();
      assertThat(failure.getMessage()).doesNotContain(SECRET);
    }
  }

  @Test
  public void aDatabaseOfAnotherOwnerIsAConflict() {
    EngineException refused = refused(new InitScript(database, OTHER, List.of(marking("x")), true));
    assertThat(refused.kind()).isEqualTo(ErrorKind.CONFLICT);
    assertThat(marked(database, "x")).isFalse();
  }

  @Test
  public void aDatabaseThatNobodyIsOnRecordForIsAConflict() {
    String foreign = fresh();
    server().create(foreign);
    EngineException refused = refused(new InitScript(foreign, SELF, List.of(marking("x")), true));
    assertThat(refused.kind()).isEqualTo(ErrorKind.CONFLICT);
    assertThat(marked(foreign, "x")).isFalse();
  }

  @Test
  public void aMissingDatabaseIsNotFound() {
    EngineException refused = refused(new InitScript(fresh(), SELF, List.of(marking("x")), true));
    assertThat(refused.kind()).isEqualTo(ErrorKind.NOT_FOUND);
  }

  private ScriptResult run(boolean transaction, String... statements) {
    return goOn(transaction, 0, statements);
  }

  private ScriptResult goOn(boolean transaction, int done, String... statements) {
    return scripts().run(script(transaction, done, List.of(statements)));
  }

  private InitScript script(boolean transaction, int done, List<String> statements) {
    return new InitScript(database, SELF, statements, transaction, false, Duration.ZERO, done);
  }

  private EngineException refused(InitScript script) {
    return Objects.requireNonNull(
        Assertions.catchThrowableOfType(EngineException.class, () -> scripts().run(script)),
        "the script was started");
  }

  private InitScripts scripts() {
    return session()
        .capability(InitScripts.class)
        .orElseThrow(() -> new AssertionError("the session has no InitScripts"));
  }

  private Set<String> logins() {
    return session().capability(Users.class).map(Users::names).orElse(Set.of());
  }
}
