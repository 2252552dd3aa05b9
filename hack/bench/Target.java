/** The server of one engine: what the same statements cost there without the operator, and its records. */
interface Target {
  static Target of(String engine) throws Exception {
    return switch (engine) {
      case "postgres" -> new PostgresTarget();
      case "mysql", "mariadb" -> new MyTarget(engine);
      default -> throw new IllegalArgumentException(engine);
    };
  }

  /** As manifests name it; the instance has the same name. */
  String engine();

  /** {@code spec.connection} without its Secret, as JSON. */
  String connection();

  /** The engine's block of the instance with a comma behind it; empty for none. */
  String options();

  String admin();

  String password();

  /** A grant's block: what a team would give on one database. */
  String grants(String database);

  /** Once, before anything is measured. */
  void prepare() throws Exception;

  /** Objects of that kind per second, by one session that sends what the operator sends. */
  double perSecond(String plural, int count) throws Exception;

  /** What the grants are about, once the databases are there. */
  void tables(int databases) throws Exception;

  /** How often anybody else has logged in so far. */
  long logins() throws Exception;

  /** Statements so far that change something. */
  long changes() throws Exception;

  Gauge gauge() throws Exception;

  /** The most sessions the operator's login ever had at once, looked at until closed. */
  interface Gauge extends AutoCloseable {
    int most();

    @Override
    void close() throws Exception;
  }
}
