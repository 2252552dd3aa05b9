package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.fake.Writes;
import io.dbprovision.core.kube.Secrets.Secret;
import io.dbprovision.spi.SecretText;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A user whose logins take turns, and what tests do to it. */
abstract class TurnScene {
  static final ResourceKey USER = World.key(CustomKind.USER, "app");
  static final String READERS = "app-credentials";
  static final String KEEPER = "app-dbops-login";
  static final Duration TWO_MINUTES = Duration.ofMinutes(2);

  /** By then all grace is over. */
  static final Duration THE_REST_OF_IT = Duration.ofHours(2);

  final World world = World.withInstance();
  TestOperator operator = new TestOperator(world);

  void killedInATurnAfter(int writes) {
    world.clock().advance(TWO_MINUTES);
    world.writes().crashAfter(writes);
    crash(
        () ->
            operator.apply(USER, rotating(Map.of()), Map.of(Keys.ROTATE_PASSWORD, "interrupted")));
    operator.kill();
    world.writes().calm();
  }

  static void crash(Runnable work) {
    try {
      work.run();
    } catch (Writes.Crash e) {
      assertThat(e).isNotNull();
    }
  }

  void restart() {
    operator.kill();
    world.writes().calm();
    operator = new TestOperator(world);
    operator.settle();
  }

  void turn(String token) {
    operator.later(TWO_MINUTES);
    operator.apply(USER, world.resource(USER).spec().values(), Map.of(Keys.ROTATE_PASSWORD, token));
  }

  static Map<String, Object> rotating(Map<String, Object> rotation) {
    Map<String, Object> block = new HashMap<>(rotation);
    block.put("enabled", true);
    if (!"single-login".equals(block.get("strategy"))) {
      block.putIfAbsent("oldUserPolicy", Map.of("gracePeriod", "1h"));
    }
    return Specs.with(Specs.user("app"), Map.of("passwordRotation", block));
  }

  String rotation(String field) {
    return world.status(USER).object("rotation").text(field, "");
  }

  Secret secret() {
    return world.secrets().get("default", READERS).orElseThrow();
  }

  String login() {
    return secret().text("username").orElseThrow().reveal();
  }

  SecretText password() {
    return secret().text("password").orElseThrow();
  }

  boolean works() {
    return world.server().login(login(), password());
  }
}
