package io.dbprovision.spi.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.Validation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What every store promises, tried on a real place. A plugin's test extends it, gives {@link
 * #store} and {@link #place}, and overrides what is otherwise with its server.
 */
public abstract class StoreContract extends KeyContract {
  @Test
  public void theNameIsAKeyOfAManifest() {
    assertThat(store().name()).as("Store.name()").matches("[a-z][a-z0-9]*");
    assertThat(store().name()).as("it never changes").isEqualTo(store().name());
  }

  @Test
  public void aValidBlockIsValidAndAnUnknownFieldIsNamed() {
    Section block = place().block();
    assertThat(store().validate(block).problems()).as("of a block that works").isEmpty();
    Map<String, Object> more = new HashMap<>(block.values());
    more.put("noSuchField", "x");
    List<Validation.Problem> problems = store().validate(Section.of(block.path(), more)).problems();
    assertThat(problems)
        .as("nothing in a block is ignored")
        .anySatisfy(
            problem -> {
              assertThat(problem.kind()).isEqualTo(ErrorKind.INVALID);
              assertThat(problem.path()).isEqualTo(block.path() + ".noSuchField");
              assertThat(problem.message()).isNotBlank();
            });
  }

  @Test
  public void validationIsPureAndTakesAnEmptyBlock() {
    Section empty = Section.empty(place().block().path());
    assertThat(store().validate(empty))
        .as("the same block gives the same answer")
        .isEqualTo(store().validate(empty));
    assertThat(store().validate(place().block())).isEqualTo(store().validate(place().block()));
    assertThatCode(() -> store().prefix(empty))
        .as("prefix gives what can be read of a refused block")
        .doesNotThrowAnyException();
  }

  @Test
  public void thePrefixHasNoSlashAtEitherEnd() {
    String prefix = store().prefix(place().block());
    assertThat(prefix).doesNotStartWith("/").doesNotEndWith("/");
    assertThat(store().prefix(place().block())).isEqualTo(prefix);
  }

  @Test
  public void theCheckLeavesNothingBehind() {
    put(key("a"), "x");
    List<String> before = keys("");
    objects().check();
    assertThat(keys("")).as("objects after ObjectStore.check").isEqualTo(before);
    assertThat(objects().abandon("contract-no-such-prefix", future())).isZero();
  }

  @Test
  public void aWrongLoginIsSaidToBeOne() {
    Optional<StorePlace> wrong = wrongCredentials();
    assumeTrue(wrong.isPresent(), "this store has no logins, or its server does not check them");
    for (Map.Entry<String, Throwable> failure : failures(wrong.orElseThrow()).entrySet()) {
      assertThat(failure.getValue())
          .as("%s with a wrong login", failure.getKey())
          .isInstanceOfSatisfying(
              EngineException.class,
              refused ->
                  assertThat(refused.kind())
                      .as("%s: %s", failure.getKey(), refused)
                      .isIn(ErrorKind.AUTHENTICATION, ErrorKind.PERMISSION));
    }
  }

  @Test
  public void aBucketThatIsNotThereIsNotFound() {
    Optional<StorePlace> missing = missingBucket();
    assumeTrue(missing.isPresent(), "a missing bucket cannot be tried here");
    for (Map.Entry<String, Throwable> failure : failures(missing.orElseThrow()).entrySet()) {
      assertThat(failure.getValue())
          .as("%s without bucket, container or volume", failure.getKey())
          .isInstanceOfSatisfying(
              EngineException.class,
              refused ->
                  assertThat(refused.kind())
                      .as("%s: %s", failure.getKey(), refused)
                      .isEqualTo(ErrorKind.NOT_FOUND));
    }
  }

  private Map<String, Throwable> failures(StorePlace elsewhere) {
    Map<String, Throwable> failures = new HashMap<>();
    try (ObjectStore objects = store().open(elsewhere, context())) {
      failures.put("check", failure(objects::check));
      failures.put("list", failure(() -> objects.list("", object -> {})));
      failures.put("open", failure(() -> objects.open("a", 0)));
      failures.put("write", failure(() -> write(objects)));
    }
    return failures;
  }

  private static void write(ObjectStore objects) {
    try (var upload = objects.begin("a")) {
      upload.commit();
    }
  }

  private static Throwable failure(Runnable call) {
    Throwable thrown = catchThrowable(call::run);
    return thrown == null ? new AssertionError("nothing was thrown") : thrown;
  }

  @Test
  public void closingIsIdempotent() {
    ObjectStore another = store().open(place(), context());
    assertThatCode(
            () -> {
              another.close();
              another.close();
            })
        .as("close never throws")
        .doesNotThrowAnyException();
  }

  @Test
  public void twoClientsSeeTheSame() {
    put(key("a"), "x");
    List<String> seen = new ArrayList<>();
    try (ObjectStore another = store().open(place(), context())) {
      another.list(key(""), object -> seen.add(object.key()));
    }
    assertThat(seen).containsExactly(key("a"));
  }
}
