package io.dbprovision.distribution.fields;

import static io.dbprovision.distribution.fields.Trial.ABSENT;

import io.dbprovision.distribution.fields.Trial.Act;
import io.dbprovision.distribution.fields.Trial.Look;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Of {@code DatabaseInstance}: addresses, time limits and health checks, seen on the wire. */
final class InstanceWatchTrials {
  private static final String KIND = "DatabaseInstance";
  private static final Pattern STATEMENT = Pattern.compile("statement_timeout=(\\d+)");
  private static final Pattern WITHIN = Pattern.compile("did not answer within (\\d+) s");

  private InstanceWatchTrials() {}

  static List<Trial> all() {
    String plain = "postgres: {sslMode: disable}\n";
    String tapped = "{tap}, database: postgres, secretRef: {name: '{n}'}";
    Act pair =
        stage -> {
          Tap one = Tap.to(stage.site().port());
          stage.site().keep(stage.name() + "one", one);
          stage
              .site()
              .keep(stage.name() + "two", Tap.at("127.0.0.2", one.port(), stage.site().port()));
        };
    Act two =
        stage -> {
          stage.site().keep(stage.name() + "one", Tap.to(stage.site().port()));
          stage.site().keep(stage.name() + "two", Tap.to(stage.site().port()));
        };
    Act mute = stage -> stage.site().keep(stage.name() + "one", Tap.mute());
    Look which =
        stage ->
            stage.site().tap(stage.name() + "one").lastByte()
                    > stage.site().tap(stage.name() + "two").lastByte()
                ? "one"
                : "two";
    String on = InstanceTrials.spec(tapped, plain);
    return List.of(
        Trial.of(KIND, "spec.connection.host", on.replace("host: 127.0.0.1, ", ""))
            .values("127.0.0.1", "127.0.0.2")
            .before(InstanceTrials.own(), pair)
            .shows(which, "one", "two"),
        Trial.of(KIND, "spec.connection.port", on.replace("port: {tap}, ", ""))
            .values("{tap:one}", "{tap:two}")
            .before(InstanceTrials.own(), two)
            .shows(which, "one", "two"),
        Trial.of(KIND, "spec.postgres.statementTimeout", on)
            .values("31s", "17s")
            .before(InstanceTrials.own(), two)
            .shows(
                stage -> {
                  Matcher found =
                      STATEMENT.matcher(stage.site().tap(stage.name() + "one").greeting());
                  return found.find() ? found.group(1) : "none";
                },
                "31000",
                "17000"),
        Trial.of(KIND, "spec.postgres.connectTimeout", on)
            .values(1, 3)
            .before(InstanceTrials.own(), mute)
            .doing(
                stage ->
                    stage.note(
                        "waits",
                        Integer.toString(
                            stage.site().tap(stage.name() + "one").patience().size() + 1)))
            .shows(
                stage -> {
                  List<Duration> waits = stage.site().tap(stage.name() + "one").patience();
                  return waits.stream()
                      .skip(Long.parseLong(stage.noted("waits")))
                      .max(Duration::compareTo)
                      .map(wait -> Long.toString(Math.round(wait.toMillis() / 1000.0)))
                      .orElse("none");
                },
                "1",
                "3"),
        Trial.of(KIND, "spec.healthCheck.timeoutSeconds", on)
            .values(1, 2)
            .before(InstanceTrials.own(), two)
            .doing(stage -> stage.site().tap(stage.name() + "one").freeze())
            .after(stage -> stage.site().tap(stage.name() + "one").thaw())
            .shows(
                stage -> {
                  Matcher found =
                      WITHIN.matcher(
                          Stage.condition(stage.object(), "Ready").path("message").asText());
                  return found.find() ? found.group(1) : "none";
                },
                "1",
                "2"),
        Trial.of(KIND, "spec.healthCheck.intervalSeconds", on)
            .values(5, 9)
            .before(InstanceTrials.own(), two)
            .shows(
                stage -> {
                  List<Long> bursts = stage.site().tap(stage.name() + "one").bursts();
                  if (bursts.size() < 2) {
                    return "none";
                  }
                  long gap = bursts.getLast() - bursts.get(bursts.size() - 2);
                  return gap < 7_000_000_000L ? "5" : "9";
                },
                "5",
                "9"),
        Trial.of(KIND, "spec.healthCheck.enabled", on)
            .values(ABSENT, false)
            .before(InstanceTrials.own(), two)
            .doing(
                stage ->
                    stage.note(
                        "bursts",
                        Integer.toString(
                            stage.site().tap(stage.name() + "one").bursts().size() + 1)))
            .holding(Duration.ofSeconds(8))
            .shows(
                stage ->
                    stage.site().tap(stage.name() + "one").bursts().size()
                            > Integer.parseInt(stage.noted("bursts"))
                        ? "looked"
                        : "quiet",
                "looked",
                "quiet"),
        Trial.of(KIND, "spec.discovery.enabled", InstanceTrials.spec(""))
            .values(ABSENT, true)
            .before(InstanceTrials.own())
            .shows(
                stage ->
                    stage.object().at("/status/discoveredResources").isMissingNode()
                        ? "nothing"
                        : "found",
                "nothing",
                "found"),
        Trial.of(
                KIND,
                "spec.discovery.interval",
                InstanceTrials.spec("discovery: {enabled: true}\n"))
            .values("30m", "10s")
            .before(InstanceTrials.own())
            .doing(
                stage -> {
                  stage.note("role", "{n}_" + System.nanoTime());
                  stage.execute("CREATE ROLE " + stage.noted("role"));
                })
            .holding(Duration.ofSeconds(5))
            .shows(
                stage ->
                    stage
                            .object()
                            .at("/status/discoveredResources/roles")
                            .findValuesAsText("name")
                            .contains(stage.say(stage.noted("role")))
                        ? "found"
                        : "not yet",
                "not yet",
                "found"));
  }
}
