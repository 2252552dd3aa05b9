import io.dbprovision.spi.Claim;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineContext;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Grants;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.PlanOutcome;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * As many logins, and a grant for each, as would take the operator long to make: made by plain SQL,
 * and compared by the engine alone, without the operator around it.
 */
final class TenThousand {
  private static final int COUNT = 10_000;
  private static final int ROUNDS = 3;

  private static final String OWNERS =
      """
      SELECT regexp_match(shobj_description(oid, 'pg_database'), '\\[dbops:1 ([^/ ]*)/([^/ ]*) ')
      FROM pg_database WHERE datname = 'data_0'""";

  private final Server server;
  private final Statements statements;
  private final int databases;
  private final String cluster;
  private final String operator;

  TenThousand(Server server, Connection superuser, int databases) throws Exception {
    this.server = server;
    this.statements = new Statements(superuser);
    this.databases = databases;
    // whose the databases are: strangers' are not looked into
    try (ResultSet row = superuser.createStatement().executeQuery(OWNERS)) {
      row.next();
      String[] parts = (String[]) row.getArray(1).getArray();
      cluster = parts[0];
      operator = parts[1];
    }
  }

  void run() throws Exception {
    make();
    Endpoint endpoint =
        Endpoint.builder(
                new EngineName("postgres"),
                Server.env("PGHOST"),
                Integer.parseInt(Server.env("PGPORT")),
                new Credentials(
                    Server.env("PGADMIN"), SecretText.of(Server.env("PGADMIN_PASSWORD"))))
            .database("postgres")
            .build();
    Engine engine = ServiceLoader.load(Engine.class).findFirst().orElseThrow();
    List<String> names = IntStream.range(0, COUNT).mapToObj(TenThousand::name).toList();
    try (Session session = engine.open(endpoint, new Context());
        Connection plain = server.asEngine("postgres")) {
      Users users = session.capability(Users.class).orElseThrow();
      Grants grants = session.capability(Grants.class).orElseThrow();
      EngineReads reads = new EngineReads(plain);
      compare("logins", users, this::login, () -> reads.logins(names));
      compare(
          "grants on databases as such",
          grants,
          number -> grant(number, List.of(entry(number, "CONNECT", Map.of()))),
          () -> reads.grants(grantees().keySet(), names));
      compare(
          "grants on what is in " + databases + " databases, too",
          grants,
          this::whole,
          () -> EngineReads.grants(server, grantees()));
    }
  }

  private static String name(int number) {
    return "many_" + number;
  }

  private String database(int number) {
    return "data_" + number % databases;
  }

  private Map<String, List<String>> grantees() {
    return IntStream.range(0, COUNT)
        .boxed()
        .collect(
            Collectors.groupingBy(
                this::database, Collectors.mapping(TenThousand::name, Collectors.toList())));
  }

  private Owner owner(String kind, int number) {
    return new Owner(cluster, operator, "bench", kind + number, "uid");
  }

  private void make() throws Exception {
    try (Connection admin = server.asAdmin()) {
      admin
          .createStatement()
          .execute(
              """
              DO $$ BEGIN FOR i IN 0..%d LOOP
                EXECUTE 'CREATE ROLE many_' || i || ' LOGIN';
                EXECUTE 'COMMENT ON ROLE many_' || i || ' IS '
                  || quote_literal('[dbops:1 %s/%s bench/many-' || i || ' uid]');
              END LOOP; END $$"""
                  .formatted(COUNT - 1, cluster, operator));
    }
    for (Map.Entry<String, List<String>> one : grantees().entrySet()) {
      String all = String.join(", ", one.getValue());
      try (Connection inside = server.asAdmin(one.getKey())) {
        inside
            .createStatement()
            .execute(
                """
                GRANT CONNECT ON DATABASE %s TO %s;
                GRANT USAGE ON SCHEMA public TO %s;
                GRANT SELECT ON public.orders TO %s"""
                    .formatted(one.getKey(), all, all, all));
      }
    }
  }

  private UserSpec login(int number) {
    return UserSpec.builder(name(number), owner("many-", number))
        .section(Section.empty("spec.postgres"))
        .build();
  }

  private GrantSpec whole(int number) {
    return grant(
        number,
        List.of(
            entry(number, "CONNECT", Map.of()),
            entry(number, "USAGE", Map.of("schema", "public")),
            entry(number, "SELECT", Map.of("schema", "public", "tables", List.of("*")))));
  }

  private GrantSpec grant(int number, List<Map<String, Object>> entries) {
    Claim grantee = Claim.of(Kind.USER, owner("many-", number), Section.empty("spec.postgres"));
    return GrantSpec.builder(name(number), owner("grant-", number), grantee)
        .section(Section.of("spec.postgres", Map.of("grants", entries)))
        .build();
  }

  private Map<String, Object> entry(int number, String privilege, Map<String, Object> more) {
    Map<String, Object> entry = new HashMap<>(more);
    entry.put("database", database(number));
    entry.put("privileges", List.of(privilege));
    return entry;
  }

  private interface Work {
    void run() throws Exception;
  }

  private <D extends Desired> void compare(
      String what, Managed<D> managed, IntFunction<D> spec, Work plain) throws Exception {
    List<D> specs = IntStream.range(0, COUNT).mapToObj(spec).toList();
    double engine = median(() -> requireNothingToDo(managed.planAll(specs)));
    double queries = median(plain);
    statements.start();
    managed.planAll(specs);
    Statements.Count count = statements.stop();
    Bench.line(
        COUNT + " " + what,
        "%.2f s, the same queries by plain JDBC %.2f s".formatted(engine, queries));
    Drift.counted(count);
  }

  private static void requireNothingToDo(List<PlanOutcome> outcomes) {
    for (PlanOutcome outcome : outcomes) {
      if (!(outcome instanceof PlanOutcome.Planned planned) || !planned.plan().isEmpty()) {
        throw new IllegalStateException("differs from what was made: " + outcome);
      }
    }
  }

  private static double median(Work work) throws Exception {
    double[] seconds = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long started = System.nanoTime();
      work.run();
      seconds[round] = (System.nanoTime() - started) / 1e9;
    }
    Arrays.sort(seconds);
    return seconds[ROUNDS / 2];
  }

  /** As the operator's own defaults are. */
  private static final class Context implements EngineContext {
    @Override
    public InstantSource clock() {
      return InstantSource.system();
    }

    @Override
    public RandomGenerator random() {
      return new SecureRandom();
    }

    @Override
    public int maxConnections() {
      return 4;
    }

    @Override
    public Duration connectTimeout() {
      return Duration.ofSeconds(30);
    }

    @Override
    public Duration queryTimeout() {
      return Duration.ofSeconds(30);
    }
  }
}
