import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** One comparison of all objects with their server, and the same queries by plain JDBC. */
final class Drift {
  private static final int INTERVAL_SECONDS = 60;

  private final Api api;
  private final OperatorProcess operator;
  private final Server server;
  private final Statements statements;

  Drift(Api api, OperatorProcess operator, Server server, Statements statements) {
    this.api = api;
    this.operator = operator;
    this.server = server;
    this.statements = statements;
  }

  /**
   * The interval is cut short for all of them at once, when the youngest is older than that: all
   * are due then.
   */
  void sweep(long objects) throws Exception {
    Thread.sleep(INTERVAL_SECONDS * 1000L);
    Metrics metrics = operator.metrics();
    long mark = operator.mark();
    double cpu = operator.cpu();
    double planning = metrics.planning();
    long end = metrics.comparisons() + objects;
    statements.start();
    long started = System.nanoTime();
    interval(INTERVAL_SECONDS + "s");
    while (metrics.comparisons() < end) {
      if (System.nanoTime() - started > INTERVAL_SECONDS * 1_000_000_000L) {
        throw new IllegalStateException(
            "%d of %d objects were not compared in time"
                .formatted(end - metrics.comparisons(), objects));
      }
      Thread.sleep(25);
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    Statements.Count count = statements.stop();
    interval("8h");
    Bench.line(
        objects + " objects compared with the server",
        "%.2f s, of that %.2f s in the engine".formatted(seconds, metrics.planning() - planning));
    counted(count);
    OperatorProcess.Requests requests = operator.since(mark);
    Bench.line(
        "  API writes to them and Events, CPU",
        "%d, %.1f s".formatted(requests.writes() + requests.events(), operator.cpu() - cpu));
  }

  private void interval(String text) throws Exception {
    api.patch(
        Api.GROUP + "bench/databaseinstances/postgres",
        "application/merge-patch+json",
        "{\"spec\": {\"driftPolicy\": {\"mode\": \"detect\", \"interval\": \"%s\"}}}"
            .formatted(text));
  }

  static void counted(Statements.Count count) {
    Bench.line("  statements for the server as a whole", "" + count.server());
    Bench.line(
        "  statements in one database, and connections",
        "at most %d and %d, in %d databases"
            .formatted(count.most(), count.logins(), count.databases()));
  }

  void floor(Manifests manifests, int grants) throws Exception {
    Map<String, List<String>> grantees = new TreeMap<>();
    for (int number = 0; number < grants; number++) {
      grantees
          .computeIfAbsent(manifests.database(number), key -> new ArrayList<>())
          .add(manifests.user(number));
    }
    statements.start();
    long started = System.nanoTime();
    try (Connection connection = server.asEngine("postgres")) {
      EngineReads cluster = new EngineReads(connection);
      cluster.databases(names("data_", manifests.databases()));
      cluster.logins(names("user_", manifests.users()));
    }
    double around = (System.nanoTime() - started) / 1e9 + EngineReads.grants(server, grantees);
    double seconds = (System.nanoTime() - started) / 1e9;
    Bench.line(
        "the same queries by plain JDBC",
        "%.2f s, of that %.2f s for the server as a whole".formatted(seconds, around));
    counted(statements.stop());
  }

  private static List<String> names(String stem, int count) {
    return IntStream.range(0, count).mapToObj(number -> stem + number).toList();
  }
}
