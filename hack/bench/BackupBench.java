import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Backups and restores by a worker, beside the programs of PostgreSQL alone, in turns. Arguments:
 * the operator's folder, a folder to work in, that of the client programs, rounds of backups and of
 * restores, the stores. The database is {@code shop}; where the servers are says the environment.
 */
final class BackupBench {
  private static final String DATABASE = "shop";
  private static final String COPY = "shop_copy";

  private final Path home;
  private final Path folder;
  private final Path tools;
  private final int rounds;
  private final int restores;
  private final List<String> stores;
  private final Map<String, String> env = System.getenv();
  private final BackupOrders orders;
  private final Map<String, List<Line>> lines = new LinkedHashMap<>();
  private final Path raw;

  /** One run and what it is compared with. */
  private record Line(
      double seconds,
      double raw,
      double pipe,
      double worker,
      double tool,
      double server,
      double store,
      long peak,
      long anonymous,
      OptionalDouble before,
      OptionalDouble after) {}

  private BackupBench(String[] args) {
    home = Path.of(args[0]);
    folder = Path.of(args[1]);
    tools = Path.of(args[2]);
    rounds = Integer.parseInt(args[3]);
    restores = Integer.parseInt(args[4]);
    stores = List.of(args[5].split(","));
    orders = new BackupOrders(env, folder.resolve("volume"));
    raw = folder.resolve("raw.dump");
  }

  public static void main(String[] args) throws Exception {
    new BackupBench(args).run();
  }

  private void run() throws Exception {
    // the first one of all fills the system's memory with the database's files
    if (restores > 0) {
      require(BackupRun.of(List.of(dump(Redirect.to(raw.toFile())))), "pg_dump");
    } else {
      require(BackupRun.of(List.of(dump(Redirect.DISCARD))), "pg_dump");
    }
    heading("backup", "pg_dump", "| zstd");
    long bytes = 0;
    for (int round = 1; round <= rounds; round++) {
      bytes = backups(round, bytes);
    }
    medians(bytes);
    if (restores > 0) {
      heading("restore", "pg_restore", "");
      for (int round = 1; round <= restores; round++) {
        restores(round, bytes);
      }
      medians(bytes);
    }
  }

  /** Each round begins with another one, so that no place in the order is anybody's. */
  private long backups(int round, long known) throws Exception {
    List<String> kinds = new ArrayList<>(List.of("pg_dump", "pg_dump | zstd -1"));
    stores.forEach(store -> kinds.add("worker, " + store));
    Map<String, Charged> runs = new LinkedHashMap<>();
    long bytes = known;
    for (int i = 0; i < kinds.size(); i++) {
      String kind = kinds.get((i + round - 1) % kinds.size());
      Path result = folder.resolve("result.json");
      runs.put(
          kind,
          charged(
              () ->
                  switch (kind) {
                    case "pg_dump" -> BackupRun.of(List.of(dump(Redirect.DISCARD)));
                    case "pg_dump | zstd -1" -> BackupRun.of(List.of(dump(Redirect.PIPE), zstd()));
                    default -> {
                      String store = kind.substring("worker, ".length());
                      yield BackupRun.fed(worker(result), orders.backup(store, DATABASE, path(store, round)));
                    }
                  },
              kind));
      if (kind.startsWith("worker")) {
        bytes = new ObjectMapper().readTree(result.toFile()).path("plainBytes").asLong();
      }
    }
    double floor = runs.get("pg_dump").run.seconds();
    double pipe = runs.get("pg_dump | zstd -1").run.seconds();
    for (String kind : kinds) {
      print(round, kind, line(runs.get(kind), floor, pipe, "pg_dump"), bytes);
    }
    return bytes;
  }

  private void restores(int round, long bytes) throws Exception {
    empty();
    Charged floor = charged(() -> BackupRun.of(List.of(restore())), "pg_restore");
    print(round, "pg_restore", line(floor, floor.run.seconds(), 0, "pg_restore"), bytes);
    for (String store : stores) {
      empty();
      Charged run =
          charged(
              () -> BackupRun.fed(worker(folder.resolve("result.json")), orders.restore(store, COPY, path(store, rounds))),
              "worker, " + store);
      print(round, "worker, " + store, line(run, floor.run.seconds(), 0, "pg_restore"), bytes);
    }
  }

  private static String path(String store, int round) {
    return "shop-" + store + "-" + round + ".dump.zst.enc";
  }

  private interface Run {
    BackupRun run() throws Exception;
  }

  /** With what it cost the servers. */
  private record Charged(BackupRun run, double server, double store) {}

  private Charged charged(Run run, String what) throws Exception {
    long postmaster = Long.parseLong(env.get("BENCH_POSTMASTER"));
    long s3 = Long.parseLong(env.get("S3PID"));
    double server = BackupRun.childrenTicks(postmaster);
    double store = BackupRun.ticks(s3);
    BackupRun done = run.run();
    require(done, what);
    Thread.sleep(300); // until the sessions have ended
    return new Charged(done, BackupRun.childrenTicks(postmaster) - server, BackupRun.ticks(s3) - store);
  }

  private void require(BackupRun run, String what) throws IOException {
    if (!run.well()) {
      Path result = folder.resolve("result.json");
      throw new IllegalStateException(what + " failed: " + (Files.exists(result) ? Files.readString(result) : "") + Files.readString(folder.resolve("errors.log")));
    }
  }

  private static Line line(Charged run, double floor, double pipe, String tool) {
    BackupRun of = run.run;
    return new Line(
        of.seconds(),
        of.seconds() / floor,
        pipe == 0 ? 0 : of.seconds() / pipe,
        of.cpu("worker") + of.cpu("zstd"),
        of.cpu(tool),
        run.server,
        run.store,
        of.peakMiB("worker"),
        of.anonymousMiB("worker"),
        of.cpu("worker") > 0 ? of.before(tool) : OptionalDouble.empty(),
        of.cpu("worker") > 0 ? of.after(tool) : OptionalDouble.empty());
  }

  // --- programs ---

  private ProcessBuilder dump(Redirect out) {
    return program(List.of(tools + "/pg_dump", "--format=custom", "--compress=0", "--no-password", DATABASE)).redirectOutput(out);
  }

  private ProcessBuilder zstd() {
    return program(List.of(env.get("BENCH_ZSTD"), "-1", "-q", "-c")).redirectOutput(Redirect.DISCARD);
  }

  private ProcessBuilder restore() {
    return program(List.of(tools + "/pg_restore", "--no-password", "--dbname=" + COPY)).redirectInput(raw.toFile()).redirectOutput(Redirect.DISCARD);
  }

  private void empty() throws Exception {
    for (String statement : List.of("DROP DATABASE IF EXISTS " + COPY + " WITH (FORCE)", "CREATE DATABASE " + COPY + " TEMPLATE template0", "CHECKPOINT")) {
      program(List.of(tools + "/psql", "--no-password", "-q", "-d", "postgres", "-c", statement)).redirectOutput(Redirect.DISCARD).start().waitFor();
    }
  }

  private ProcessBuilder worker(Path result) throws IOException {
    Files.deleteIfExists(result);
    Path scratch = Files.createDirectories(folder.resolve("scratch"));
    return program(List.of("setsid", home + "/bin/dbops", "worker", "--work", "-", "--result", result.toString(), "--scratch", scratch.toString(), "--tools-dir", tools.toString()))
        .redirectOutput(folder.resolve("progress.log").toFile());
  }

  private ProcessBuilder program(List<String> command) {
    ProcessBuilder program = new ProcessBuilder(command).redirectError(folder.resolve("errors.log").toFile());
    program.environment().put("PGUSER", env.get("PGADMIN"));
    program.environment().put("PGPASSWORD", env.get("PGADMIN_PASSWORD"));
    return program;
  }

  // --- the table ---

  private static final String FORM = "%-7s%-19s%9s%8s%9s%9s | %8s%9s%8s%7s | %8s%10s%8s%7s%n";

  private void heading(String what, String floor, String pipe) {
    lines.clear();
    System.out.printf("%n%s: seconds, share of the floors, CPU seconds, memory of the worker in MiB, seconds before and after the program ran%n", what);
    System.out.printf(FORM, "round", "", "seconds", "MB/s", "/" + floor, pipe, "worker", floor, "server", "store", "VmHWM", "anonymous", "before", "after");
  }

  private void print(int round, String what, Line line, long bytes) {
    lines.computeIfAbsent(what, _ -> new ArrayList<>()).add(line);
    print(Integer.toString(round), what, line, bytes);
  }

  private static void print(String round, String what, Line line, long bytes) {
    System.out.printf(
        FORM,
        round,
        what,
        number(line.seconds),
        Math.round(bytes / 1e6 / line.seconds),
        number(line.raw),
        line.pipe == 0 ? "" : number(line.pipe),
        number(line.worker),
        number(line.tool),
        number(line.server),
        number(line.store),
        line.peak == 0 ? "" : line.peak,
        line.anonymous == 0 ? "" : line.anonymous,
        line.before.isPresent() ? number(line.before.getAsDouble()) : "",
        line.after.isPresent() ? number(line.after.getAsDouble()) : "");
  }

  private static String number(double value) {
    return "%.2f".formatted(value);
  }

  private void medians(long bytes) {
    lines.forEach((what, all) -> print("median", what, median(all), bytes));
  }

  /** Of each figure by itself; of memory the most. */
  private static Line median(List<Line> all) {
    return new Line(
        middle(all.stream().map(Line::seconds)),
        middle(all.stream().map(Line::raw)),
        middle(all.stream().map(Line::pipe)),
        middle(all.stream().map(Line::worker)),
        middle(all.stream().map(Line::tool)),
        middle(all.stream().map(Line::server)),
        middle(all.stream().map(Line::store)),
        all.stream().mapToLong(Line::peak).max().orElse(0),
        all.stream().mapToLong(Line::anonymous).max().orElse(0),
        maybe(all.stream().map(Line::before)),
        maybe(all.stream().map(Line::after)));
  }

  private static double middle(Stream<Double> values) {
    List<Double> sorted = values.sorted().toList();
    return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
  }

  private static OptionalDouble maybe(Stream<OptionalDouble> values) {
    List<Double> there = values.filter(OptionalDouble::isPresent).map(OptionalDouble::getAsDouble).toList();
    return there.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(middle(there.stream()));
  }
}
