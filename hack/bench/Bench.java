import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;

/**
 * Many objects at once on one server, beside what the server and the API server can do at best.
 * Arguments: the engine, the operator's folder, the cluster's folder, how many databases, users and
 * grants, and how many objects at least are compared.
 */
final class Bench {
  private static final int CREATORS = 8;
  private static final int ONE_MORE = 50;
  private static final int IDLE_SECONDS = 30;

  private final Path home;
  private final Path folder;
  private final int databases;
  private final int users;
  private final int grants;
  private final int compared;
  private final Manifests manifests;
  private final Api api;
  private final Target target;

  private Bench(String[] args) throws Exception {
    target = Target.of(args[0]);
    home = Path.of(args[1]);
    folder = Path.of(args[2]);
    databases = Integer.parseInt(args[3]);
    users = Integer.parseInt(args[4]);
    grants = Integer.parseInt(args[5]);
    compared = Integer.parseInt(args[6]);
    manifests = new Manifests(target, databases, users);
    api = Api.of(folder.resolve("kubeconfig"));
  }

  public static void main(String[] args) throws Exception {
    new Bench(args).run();
    System.exit(0); // watches are open still
  }

  private void run() throws Exception {
    for (String namespace : new String[] {"floor", "bench"}) {
      api.create(
          "/api/v1/namespaces",
          "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"%s\"}}"
              .formatted(namespace));
    }
    target.prepare();
    say("The floors, without the operator, on " + target.engine());
    Floor databaseFloor = floor("databases", databases);
    Floor userFloor = floor("databaseusers", users);
    Floor grantFloor = floor("databasegrants", grants);

    try (OperatorProcess operator = OperatorProcess.start(home, folder)) {
      instance();
      say("The operator");
      crowd(operator, "databases", databases, databaseFloor);
      Objects made = crowd(operator, "databaseusers", users, userFloor);
      target.tables(databases);
      crowd(operator, "databasegrants", grants, grantFloor);
      oneMore(made);
      idle(operator);
      if (target instanceof PostgresTarget postgres) {
        say("Drift, with nothing different");
        Statements statements = new Statements(postgres.superuser());
        Drift drift = new Drift(api, operator, postgres.server(), statements);
        drift.sweep(databases + grants + grow(made));
        drift.floor(manifests, grants);
      }
      line("resident memory", operator.memory());
    }
    if (target instanceof PostgresTarget postgres) {
      say("The engine alone, with nothing different");
      new TenThousand(postgres.server(), postgres.superuser(), databases).run();
    }
  }

  /**
   * The slower one of the SQL alone and the API writes alone, in objects per second.
   *
   * @param oneLoop with the API writes by one plain loop
   * @param eightLoops by eight at once, which use both processors as the operator does
   */
  private record Floor(double oneLoop, double eightLoops) {}

  private Floor floor(String plural, int count) throws Exception {
    double server = target.perSecond(plural, count);
    line(plural + ", the SQL alone, one session", "%.1f/s".formatted(server));
    ApiFloor writes = new ApiFloor(api, manifests, plural, count);
    double alone = writes.perSecond(1).writes();
    ApiFloor.Rate together = writes.perSecond(8);
    line(
        plural + ", the API writes alone, 1 and 8 loops",
        "%.1f/s and %.1f/s; %.1f/s with the creation"
            .formatted(alone, together.writes(), together.withCreation()));
    return new Floor(Math.min(server, alone), Math.min(server, together.writes()));
  }

  private void instance() throws Exception {
    api.create(
        "/api/v1/namespaces/bench/secrets",
        """
        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "admin"},
         "data": {"username": "%s", "password": "%s"}}"""
            .formatted(base64(target.admin()), base64(target.password())));
    Objects instances = new Objects(api, manifests, "databaseinstances", "bench");
    api.create(
        Api.GROUP + "bench/databaseinstances",
        """
        {"apiVersion": "dbops.dbprovision.io/v1alpha1", "kind": "DatabaseInstance", "metadata": {"name": "%s"},
         "spec": {"engine": "%s", %s"connection": {%s, "secretRef": {"name": "admin"}}}}"""
            .formatted(target.engine(), target.engine(), target.options(), target.connection()));
    instances.awaitReady(target.engine(), 60);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes());
  }

  private Objects crowd(OperatorProcess operator, String plural, int count, Floor floor)
      throws Exception {
    Objects objects = new Objects(api, manifests, plural, "bench");
    String stem =
        switch (plural) {
          case "databases" -> "data-";
          case "databaseusers" -> "user-";
          default -> "grant-";
        };
    long logins = target.logins();
    long mark = operator.mark();
    double cpu = operator.cpu();
    Target.Gauge sessions = target.gauge();
    long started = System.nanoTime();
    double creating = Crowd.run(count, CREATORS, n -> objects.create(stem + n));
    double seconds = (objects.awaitAll(count, 600) - started) / 1e9;
    sessions.close();
    // what follows upon Ready counts too
    Thread.sleep(3000);
    OperatorProcess.Requests requests = operator.since(mark);
    line(
        plural + " to Ready",
        "%d in %.1f s: %.1f/s, %.2f of the slower floor, %.2f with eight loops of API writes (created within %.1f s)"
            .formatted(
                count,
                seconds,
                count / seconds,
                count / seconds / floor.oneLoop(),
                count / seconds / floor.eightLoops(),
                creating));
    line(
        "  API requests for one of them",
        "%.2f object writes %s, %.2f Events, %.2f others, %.2f reads"
            .formatted(
                (double) requests.writes() / count,
                requests.objectWrites(),
                (double) requests.events() / count,
                (double) requests.otherWrites() / count,
                (double) requests.reads() / count));
    line(
        "  logins to the server",
        "%d, at most %d sessions at once"
            .formatted(target.logins() - logins, sessions.most()));
    line("  the operator's CPU", "%.1f s".formatted(operator.cpu() - cpu));
    return objects;
  }

  private void oneMore(Objects objects) throws Exception {
    double[] milliseconds = new double[ONE_MORE];
    for (int number = 0; number < ONE_MORE; number++) {
      long started = System.nanoTime();
      objects.create("more-" + number);
      milliseconds[number] = (objects.awaitReady("more-" + number, 60) - started) / 1e6;
      Thread.sleep(50);
    }
    Arrays.sort(milliseconds);
    line(
        "one more user, from create to Ready",
        "median %.1f ms, slowest of %d: %.1f ms"
            .formatted(
                milliseconds[ONE_MORE / 2], ONE_MORE, milliseconds[ONE_MORE - 1]));
  }

  /** Makes as many more users as are wanted for the comparison; returns how many there are. */
  private int grow(Objects made) throws Exception {
    int more = Math.max(0, compared - databases - grants - made.ready());
    int all = made.ready() + more;
    Crowd.run(more, CREATORS, n -> made.create("further-" + n));
    made.awaitAll(all, 3600);
    return all;
  }

  private void idle(OperatorProcess operator) throws Exception {
    Thread.sleep(2000);
    long mark = operator.mark();
    double cpu = operator.cpu();
    long changes = target.changes();
    Thread.sleep(IDLE_SECONDS * 1000L);
    OperatorProcess.Requests requests = operator.since(mark);
    line(
        IDLE_SECONDS + " s of idling",
        "%d API writes, %d statements that change something, %.2f s of CPU"
            .formatted(
                requests.allWrites(), target.changes() - changes, operator.cpu() - cpu));
  }

  private static void say(String text) {
    System.out.printf("%n%s%n", text);
  }

  static void line(String what, String figure) {
    System.out.printf("  %-50s %s%n", what, figure);
  }
}
