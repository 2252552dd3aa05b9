package io.dbprovision.distribution.fields;

import static io.dbprovision.distribution.fields.Trial.ABSENT;

import com.fasterxml.jackson.databind.JsonNode;
import io.dbprovision.distribution.fields.Trial.Act;
import io.dbprovision.distribution.fields.Trial.Look;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code spec.passwordRotation} of {@code DatabaseUser}. Where a login has to be replaced first,
 * the credentials get as old as a few seconds at most, so that there is always a newest turn.
 */
final class RotationTrials {
  private static final String KIND = "DatabaseUser";
  private static final String PATH = "spec.passwordRotation.";
  private static final String CALM =
      UserTrials.USER + "passwordRotation: {enabled: true, maxAge: 720h}\n";
  private static final String BUSY =
      UserTrials.USER + "passwordRotation: {enabled: true, maxAge: 4s}\n";

  private static final String WORKLOAD =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: '{n}'}
      spec:
        replicas: 0
        selector: {matchLabels: {app: '{n}'}}
        template:
          metadata: {labels: {app: '{n}'}}
          spec:
            containers:
            - {name: app, image: 'example.com/app', envFrom: [{secretRef: {name: '{n}-credentials'}}]}
      """;

  private RotationTrials() {}

  /** Of the Deployment that uses the Secret: changes when its Pods are made anew. */
  private static String rollout(Stage stage) {
    return stage.site().cluster().podAnnotations(stage.site().namespace(), stage.name());
  }

  static List<Trial> all() {
    List<Trial> trials = new ArrayList<>(calm());
    trials.addAll(busy());
    return trials;
  }

  private static List<Trial> calm() {
    Look next = stage -> stage.status("/rotation/nextRotationAt");
    Look age =
        stage -> {
          String from = stage.status("/rotation/lastRotatedAt");
          String to = next.at(stage);
          return from.isEmpty() || to.isEmpty()
              ? "none"
              : Duration.between(Instant.parse(from), Instant.parse(to)).toHours() + "h";
        };
    return List.of(
        Trial.of(KIND, PATH + "enabled", UserTrials.USER + "passwordRotation: {maxAge: 720h}\n")
            .values(true, false)
            .shows(age, "720h", "none"),
        Trial.of(KIND, PATH + "maxAge", CALM).values("720h", "900h").shows(age, "720h", "900h"),
        Trial.of(KIND, PATH + "schedule", UserTrials.USER + "passwordRotation: {enabled: true}\n")
            .values("0 3 1 1 *", "30 4 2 2 *")
            .shows(
                stage -> next.at(stage).replaceFirst("^\\d+-", ""),
                "01-01T03:00:00Z",
                "02-02T04:30:00Z"),
        Trial.of(KIND, PATH + "strategy", CALM)
            .when("from and to `dual-password`")
            .values("single-login", "dual-password")
            .shows(Looks.status("/rotation/strategy"), "single-login", "never"),
        Trial.of(KIND, PATH + "strategy", CALM)
            .when("from `role-inheritance` to `single-login`")
            .values("role-inheritance", "single-login")
            .shows(Looks.status("/rotation/serviceRole"), "svc_{n}", "never"),
        Trial.of(KIND, PATH + "serviceRole.name", CALM)
            .values("{n}_one", "{n}_two")
            .shows(
                Looks.sql(
                    "SELECT g.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = '{n}' ORDER BY 1"),
                "{n}_one",
                "{n}_two"),
        Trial.of(KIND, PATH + "serviceRole.autoCreate", CALM + "driftPolicy: {interval: 1s}\n")
            .values(true, false)
            .doing(Looks.execute("DROP ROLE IF EXISTS svc_{n}"))
            .holding(Duration.ofSeconds(6))
            .shows(Looks.sql("SELECT count(*) FROM pg_roles WHERE rolname = 'svc_{n}'"), "1", "0"));
  }

  /** The entry of the login that was replaced last. */
  private static JsonNode newest(Stage stage) {
    JsonNode waiting = stage.object().at("/status/rotation/pendingDeletion");
    return waiting.path(waiting.size() - 1);
  }

  private static Look grace() {
    return stage -> {
      JsonNode entry = newest(stage);
      return entry.isMissingNode()
          ? "none"
          : Duration.between(
                      Instant.parse(entry.path("deprecatedAt").asText()),
                      Instant.parse(entry.path("deleteAfter").asText()))
                  .toHours()
              + "h";
    };
  }

  /** Waits for a replaced login, the one that is looked at then. */
  private static Act letGraceEnd(String... statements) {
    return stage -> {
      // one that an earlier step was about may be there still
      stage.await(
          "a login is replaced", () -> newest(stage).path("status").asText().equals("pending"));
      String login = newest(stage).path("user").asText();
      stage.note("login", login);
      for (String statement : statements) {
        stage.execute(statement.replace("{login}", login));
      }
    };
  }

  /** What becomes of that login when its grace is over, which its status is made to say. */
  private static Look fate() {
    return stage -> {
      String login = stage.noted("login");
      JsonNode waiting = stage.object().at("/status/rotation/pendingDeletion");
      for (JsonNode entry : waiting) {
        if (entry.path("user").asText().equals(login)) {
          String status = entry.path("status").asText();
          if (status.equals("pending")) {
            stage.patchStatus(over(waiting));
          }
          return status;
        }
      }
      return stage.sql("SELECT 1 FROM pg_roles WHERE rolname = '" + login + "'").isEmpty()
          ? "dropped"
          : "kept";
    };
  }

  private static String over(JsonNode waiting) {
    String entries =
        waiting
            .toString()
            .replaceAll("\"deleteAfter\":\"[^\"]*\"", "\"deleteAfter\":\"2020-01-01T00:00:00Z\"");
    return "{\"status\":{\"rotation\":{\"pendingDeletion\":" + entries + "}}}";
  }

  private static List<Trial> busy() {
    String old = PATH + "oldUserPolicy.";
    return List.of(
        Trial.of(KIND, PATH + "restartWorkloads", BUSY)
            .values(false, true)
            .before(Looks.apply(WORKLOAD))
            .doing(stage -> stage.note("rollout", rollout(stage)))
            .holding(Duration.ofSeconds(6))
            .shows(
                stage -> rollout(stage).equals(stage.noted("rollout")) ? "same" : "new",
                "same",
                "new"),
        Trial.of(KIND, PATH + "userNaming", BUSY)
            .values("{n}_red_{{.Timestamp}}", "{n}_blue_{{.Timestamp}}")
            .shows(
                stage ->
                    stage.status("/rotation/activeUser").replaceFirst("^f\\d+_(red|blue).*", "$1"),
                "red",
                "blue"),
        Trial.of(KIND, old + "gracePeriod", BUSY).values("2h", "3h").shows(grace(), "2h", "3h"),
        Trial.of(KIND, old + "gracePeriodDays", BUSY).values(2, 3).shows(grace(), "48h", "72h"),
        Trial.of(KIND, old + "action", BUSY)
            .values("delete", "retain")
            .doing(letGraceEnd())
            .shows(fate(), "dropped", "kept"),
        Trial.of(KIND, old + "action", BUSY)
            .when("`disable`")
            .values("delete", "disable")
            .doing(letGraceEnd())
            .shows(fate(), "dropped", "disabled"),
        Trial.of(KIND, old + "ownershipCheck", BUSY)
            .values(ABSENT, false)
            .doing(
                letGraceEnd(
                    "DROP TABLE IF EXISTS public.of_{n}",
                    "CREATE TABLE public.of_{n} ()",
                    "ALTER TABLE public.of_{n} OWNER TO {login}"))
            .shows(fate(), "blocked", "dropped"));
  }
}
