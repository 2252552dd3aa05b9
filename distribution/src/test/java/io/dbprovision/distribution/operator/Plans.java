package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.Command.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How {@code dbops plan} is called, and what it and the operator say of one plan. */
final class Plans {
  private Plans() {}

  static Result run(Dbops dbops, Login admin, String manifests, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of(arguments(admin.host(), admin.port(), admin.username())));
    arguments.addAll(List.of(more));
    return dbops
        .with("DBOPS_PASSWORD", admin.password())
        .runOn(manifests, arguments.toArray(String[]::new));
  }

  static String[] arguments(String host, int port, String username) {
    return new String[] {
      "plan",
      "--engine=postgres",
      "--host=" + host,
      "--port=" + port,
      "--username=" + username,
      "-f",
      "-"
    };
  }

  /** The operator's plan, as a plan of the command line is written. */
  static List<String> shown(Kubectl kubectl, String object) {
    String one = "{.risk}|{.path}|{.summary}|{.actual}|{.expected}{\"\\n\"}";
    return kubectl
        .get(object, "{range .status.plan.changes[*]}" + one + "{end}")
        .lines()
        .map(line -> line.split("\\|", -1))
        .map(
            part ->
                part[1].equals("initSQL")
                    ? "initSQL"
                    : "%s %s: %s (%s -> %s)"
                        .formatted(
                            part[0].toLowerCase(Locale.ROOT),
                            part[1],
                            part[2],
                            part[3].isEmpty() ? "none" : part[3],
                            part[4].isEmpty() ? "none" : part[4]))
        .toList();
  }

  /** The changes of each object by its name. */
  static Map<String, List<String>> planned(String out) {
    Map<String, List<String>> planned = new LinkedHashMap<>();
    List<String> changes = new ArrayList<>();
    for (String line : out.lines().toList()) {
      if (!line.startsWith(" ")) {
        changes = new ArrayList<>();
        planned.put(line.replaceAll("^\\S+ (\\S+/)?|:.*$", ""), changes);
      } else if (line.startsWith("  initSQL ")) {
        changes.add("initSQL");
      } else {
        changes.add(line.strip().replaceAll("^(\\S+) +", "$1 "));
      }
    }
    return planned;
  }

  static void assertFailure(Result result, String... words) {
    assertThat(result.status()).as("1 is for changes").isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("error: ").contains(words).doesNotContain("\tat ");
    assertThat(result.err().lines()).hasSize(1);
  }
}
