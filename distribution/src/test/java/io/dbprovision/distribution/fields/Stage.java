package io.dbprovision.distribution.fields;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** One trial's object and its surroundings. Used by one thread. */
final class Stage {
  private static final Duration SOON = Duration.ofMinutes(3);

  /** The port of one of its taps. */
  private static final Pattern TAP = Pattern.compile("\\{tap(?::(\\w+))?}");

  /** Where another backup is stored, as a whole or without the folders. */
  private static final Pattern STORED = Pattern.compile("\\{(path|file):([-\\w]+)}");

  private final Site site;
  private final String kind;
  private final String name;
  private final Map<String, String> notes = new ConcurrentHashMap<>();

  Stage(Site site, String kind, String name) {
    this.site = site;
    this.kind = kind;
    this.name = name;
  }

  Site site() {
    return site;
  }

  String name() {
    return name;
  }

  /** The text with this stage's names in it. */
  String say(String text) {
    String tapped = TAP.matcher(text.replace("{n}", name)).replaceAll(this::port);
    return site.say(STORED.matcher(tapped).replaceAll(this::stored));
  }

  private String stored(MatchResult found) {
    String path = beside("DatabaseBackup", found.group(2)).status("/backup/path");
    return found.group(1).equals("path") ? path : path.substring(path.lastIndexOf('/') + 1);
  }

  private String port(MatchResult found) {
    String which = found.group(1) == null ? "one" : found.group(1);
    return Integer.toString(site.tap(name + which).port());
  }

  void apply(Map<String, Object> spec) {
    site.cluster().apply(kind, site.namespace(), name, spec);
  }

  JsonNode object() {
    return site.cluster().get(kind, site.namespace(), name);
  }

  void delete() {
    site.cluster().delete(kind, site.namespace(), name);
  }

  boolean gone() {
    return object().isMissingNode();
  }

  /** Of the status, by a JSON pointer. */
  String status(String pointer) {
    return object().at("/status" + pointer).asText();
  }

  void annotate(String key, String value) {
    site.cluster().annotate(kind, site.namespace(), name, key, value);
  }

  /** Another object of the same namespace. */
  Stage beside(String otherKind, String otherName) {
    return new Stage(site, otherKind, otherName);
  }

  /** Merged into the object's status: {@code {"status": …}}. */
  void patchStatus(String json) {
    site.cluster().patchStatus(kind, site.namespace(), name, json);
  }

  /** On the first server. */
  String sql(String query) {
    return site.server().query("postgres", say(query));
  }

  String sql(String database, String query) {
    return site.server().query(say(database), say(query));
  }

  void execute(String... statements) {
    executeIn("postgres", statements);
  }

  void executeIn(String database, String... statements) {
    for (String statement : statements) {
      site.server().execute(say(database), say(statement));
    }
  }

  Optional<Secret> secret() {
    return secret("{n}-credentials");
  }

  Optional<Secret> secret(String called) {
    return site.cluster().secret(site.namespace(), say(called).replace('_', '-'));
  }

  /** Something to remember from one step to the next. */
  void note(String key, String value) {
    notes.put(key, value);
  }

  String noted(String key) {
    return notes.getOrDefault(key, "");
  }

  /** Whether the operator has said of this very spec how things are, or let it go. */
  boolean settled() {
    JsonNode object = object();
    if (object.isMissingNode()) {
      return true;
    }
    long generation = object.at("/metadata/generation").asLong();
    JsonNode ready = condition(object, "Ready");
    return ready.path("observedGeneration").asLong() == generation
        && !ready.path("reason").asText().equals("Creating");
  }

  boolean ready() {
    JsonNode object = object();
    return object.isMissingNode()
        || (settled() && condition(object, "Ready").path("status").asText().equals("True"));
  }

  static JsonNode condition(JsonNode object, String type) {
    for (JsonNode condition : object.at("/status/conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition;
      }
    }
    return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
  }

  void await(String what, BooleanSupplier condition) {
    if (!happens(SOON, condition)) {
      throw new AssertionError(what + ": not within " + SOON.toSeconds() + " s");
    }
  }

  /** Asks again and again, less and less often. */
  static boolean happens(Duration atMost, BooleanSupplier condition) {
    long end = System.nanoTime() + atMost.toNanos();
    long pause = 100_000_000;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(pause * 5 / 4, 800_000_000);
    }
    return true;
  }
}
