package io.dbprovision.core.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.admission.LetThrough.Claim;
import io.dbprovision.core.admission.LetThrough.Target;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.spi.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LetThroughTest {
  private static final ResourceKey FIRST = new ResourceKey(CustomKind.DATABASE, "team", "first");
  private static final ResourceKey SECOND = new ResourceKey(CustomKind.DATABASE, "team", "second");

  private Instant now = Instant.EPOCH;
  private final LetThrough letThrough = new LetThrough(() -> now);

  @Test
  void whoComesFirstIsNamedToWhoComesSecond() {
    assertThat(claim(FIRST, target("orders"))).isEmpty();

    assertThat(claim(SECOND, target("orders"))).map(Claim::object).hasValue(FIRST);
    assertThat(claim(SECOND, target("stock"))).isEmpty();
    assertThat(claim(FIRST, target("orders"))).as("never its own rival").isEmpty();
  }

  @Test
  void anyNameOfOneThingIsIt() {
    claim(FIRST, target("main", "orders"));

    assertThat(claim(SECOND, target("alias", "orders"), target("main", "orders"))).isPresent();
    assertThat(claim(SECOND, target("alias", "orders"))).as("another server").isEmpty();
  }

  @Test
  void whoIsSentAwayClaimsNothing() {
    claim(FIRST, target("main", "orders"));
    claim(SECOND, target("alias", "orders"), target("main", "orders"));

    assertThat(claim(FIRST, target("alias", "orders"))).isEmpty();
  }

  @Test
  void aDryRunIsToldAndNotRemembered() {
    assertThat(letThrough.claim(List.of(target("orders")), FIRST, false)).isEmpty();
    assertThat(claim(SECOND, target("orders"))).isEmpty();

    assertThat(letThrough.claim(List.of(target("orders")), FIRST, false))
        .map(Claim::object)
        .hasValue(SECOND);
  }

  @Test
  void itIsForgottenWhenItsTimeIsOver() {
    claim(FIRST, target("orders"));
    now = now.plus(LetThrough.REMEMBERED);
    assertThat(claim(SECOND, target("orders"))).isPresent();

    now = now.plusMillis(1);

    assertThat(claim(SECOND, target("orders"))).isEmpty();
  }

  @Test
  void whoComesAgainIsRememberedAnew() {
    claim(FIRST, target("orders"));
    claim(SECOND, target("stock"));
    now = now.plus(Duration.ofSeconds(20));
    claim(FIRST, target("orders"));
    now = now.plus(Duration.ofSeconds(20));

    assertThat(claim(SECOND, target("orders"))).isPresent();
    assertThat(claim(FIRST, target("stock"))).as("that one is forgotten").isEmpty();
  }

  @Test
  void whatCameToNothingIsForgottenAndANewerClaimIsNot() {
    claim(FIRST, target("orders"));
    Claim failed = claim(SECOND, target("orders")).orElseThrow();
    now = now.plusMillis(1);
    claim(FIRST, target("orders"));

    letThrough.forget(failed);
    assertThat(claim(SECOND, target("orders"))).as("asked for anew").isPresent();

    letThrough.forget(claim(SECOND, target("orders")).orElseThrow());
    assertThat(claim(SECOND, target("orders"))).isEmpty();
  }

  @Test
  void noMoreThanSoManyAreRememberedTheNewestOnes() {
    for (int i = 0; i <= LetThrough.MOST; i++) {
      claim(FIRST, target("db" + i));
    }

    assertThat(claim(SECOND, target("db1"))).isPresent();
    assertThat(claim(SECOND, target("db0"))).isEmpty();
  }

  private Optional<Claim> claim(ResourceKey object, Target... targets) {
    return letThrough.claim(List.of(targets), object, true);
  }

  private static Target target(String name) {
    return target("main", name);
  }

  private static Target target(String instance, String name) {
    return new Target(Kind.DATABASE, new ResourceKey(CustomKind.INSTANCE, "team", instance), name);
  }
}
