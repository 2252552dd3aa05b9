package io.dbprovision.distribution.fields;

import io.dbprovision.distribution.fields.Trial.Act;
import io.dbprovision.distribution.fields.Trial.Look;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is looked at in many trials, and what is done in many. */
final class Looks {
  private Looks() {}

  /** On the first server; what has to be there first may be missing. */
  static Look sql(String query) {
    return sqlIn("postgres", query);
  }

  static Look sqlIn(String database, String query) {
    return stage -> {
      try {
        return stage.sql(database, query);
      } catch (IllegalStateException e) {
        return "not there";
      }
    };
  }

  /** On the newer server. */
  static Look newer(String query) {
    return stage -> stage.site().newer().query("postgres", stage.say(query));
  }

  /** A column of {@code pg_roles} of the trial's own role. */
  static Look role(String column) {
    return sql("SELECT " + column + " FROM pg_roles WHERE rolname = '{n}'");
  }

  /** The same of {@code pg_database}. */
  static Look database(String column) {
    return sql("SELECT " + column + " FROM pg_database WHERE datname = '{n}'");
  }

  static Look status(String pointer) {
    return stage -> stage.status(pointer);
  }

  /** {@code Ready} or another condition's status. */
  static Look condition(String type) {
    return stage -> Stage.condition(stage.object(), type).path("status").asText();
  }

  static Look reason(String type) {
    return stage -> Stage.condition(stage.object(), type).path("reason").asText();
  }

  /** The first group of that in the message of {@code Ready}. */
  static Look said(Pattern pattern) {
    return stage -> {
      String message = Stage.condition(stage.object(), "Ready").path("message").asText();
      Matcher found = pattern.matcher(message);
      return found.find() ? found.group(1) : "none";
    };
  }

  /** Of the Secret that readers have; empty while there is none. */
  static Look secret(Function<Secret, String> of) {
    return stage -> stage.secret().map(of).orElse("");
  }

  static Look key(String key) {
    return secret(secret -> Cluster.decoded(secret, key));
  }

  static Look both(Look one, Look other) {
    return stage -> one.at(stage) + " " + other.at(stage);
  }

  /** What became of the object after its deletion was asked for. */
  static Look fate() {
    return stage -> stage.gone() ? "gone" : Looks.reason("Ready").at(stage);
  }

  /** After its deletion, what is on the server. */
  static Look left(String query) {
    return stage -> stage.gone() ? sql(query).at(stage) : "not gone";
  }

  static Act execute(String... statements) {
    return stage -> stage.execute(statements);
  }

  static Act executeIn(String database, String... statements) {
    return stage -> stage.executeIn(database, statements);
  }

  /** Further objects of the trial's namespace: Secrets, ConfigMaps. */
  static Act apply(String yaml) {
    return stage -> stage.site().cluster().apply(stage.site().namespace(), stage.say(yaml));
  }

  /** Another object of ours, Ready. */
  static Act object(String kind, String name, String spec) {
    return stage -> {
      Stage other = new Stage(stage.site(), kind, stage.say(name));
      other.apply(SpecTree.parse(stage.say(spec)));
      if (!Stage.happens(Duration.ofSeconds(5), other::ready)) {
        other.await(kind + " settles", other::settled);
      }
    };
  }

  /** Looks at another object of ours. */
  static Look of(String kind, String name, Look look) {
    return stage -> look.at(new Stage(stage.site(), kind, stage.say(name)));
  }
}
