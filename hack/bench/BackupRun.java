import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** One run of a program, or of some in a pipe: how long, and what each of its processes took. Linux only. */
final class BackupRun {
  private static final Path PROC = Path.of("/proc");
  private static final double TICKS = 100;
  private static final int LOOK_EVERY_MS = 20;

  /** Looks; a process of many threads has many places where its children are told. */
  private static final int CHILDREN_EVERY = 5;

  /**
   * Of one process, as it was last seen.
   *
   * @param peak kB of memory at most, files that are mapped among them
   * @param anonymous kB that are of no file, at most
   */
  private record Seen(String program, double cpu, long peak, long anonymous, double from, double to) {}

  private final Map<Long, Seen> processes = new HashMap<>();
  private final Map<Long, List<Long>> parents = new HashMap<>();
  private final long start = System.nanoTime();
  private final boolean well;
  private final double seconds;

  private BackupRun(List<Process> roots) throws Exception {
    for (int looks = 0; roots.stream().anyMatch(Process::isAlive); looks++) {
      for (Process root : roots) {
        look(root.pid(), looks % CHILDREN_EVERY == 0);
      }
      Thread.sleep(LOOK_EVERY_MS);
    }
    seconds = since();
    boolean ended = true;
    for (Process root : roots) {
      ended &= root.waitFor() == 0;
    }
    well = ended;
  }

  static BackupRun of(List<ProcessBuilder> pipe) throws Exception {
    return new BackupRun(ProcessBuilder.startPipeline(pipe));
  }

  static BackupRun fed(ProcessBuilder program, byte[] input) throws Exception {
    Process process = program.start();
    try (var in = process.getOutputStream()) {
      in.write(input);
    }
    return new BackupRun(List.of(process));
  }

  boolean well() {
    return well;
  }

  double seconds() {
    return seconds;
  }

  /** Seconds of user and system together. */
  double cpu(String program) {
    return of(program).stream().mapToDouble(Seen::cpu).sum();
  }

  long peakMiB(String program) {
    return of(program).stream().mapToLong(Seen::peak).max().orElse(0) / 1024;
  }

  long anonymousMiB(String program) {
    return of(program).stream().mapToLong(Seen::anonymous).max().orElse(0) / 1024;
  }

  /** From the start of all until that program was there for its work, not to tell its version. */
  OptionalDouble before(String program) {
    return longest(program).stream().mapToDouble(Seen::from).min();
  }

  /** From that program's end until the end of all. */
  OptionalDouble after(String program) {
    return longest(program).stream().mapToDouble(seen -> Math.max(0, seconds - seen.to)).min();
  }

  private List<Seen> of(String program) {
    return processes.values().stream().filter(seen -> seen.program.equals(program)).toList();
  }

  private List<Seen> longest(String program) {
    return of(program).stream().sorted((a, b) -> Double.compare(b.to - b.from, a.to - a.from)).limit(1).toList();
  }

  private double since() {
    return (System.nanoTime() - start) / 1e9;
  }

  private void look(long pid, boolean children) {
    try {
      Seen before = processes.get(pid);
      double now = since();
      long peak = 0;
      long anonymous = 0;
      for (String line : Files.readAllLines(file(pid, "status"))) {
        if (line.startsWith("VmHWM:")) {
          peak = kilobytes(line);
        } else if (line.startsWith("RssAnon:")) {
          anonymous = kilobytes(line);
        }
      }
      if (peak == 0) {
        return; // it has ended already
      }
      String program = program(Files.readString(file(pid, "cmdline")));
      processes.put(
          pid,
          before == null || !before.program.equals(program)
              ? new Seen(program, ticks(pid), peak, anonymous, now, now)
              : new Seen(program, ticks(pid), peak, Math.max(anonymous, before.anonymous), before.from, now));
      if (children) {
        parents.put(pid, children(pid));
      }
      for (long child : parents.getOrDefault(pid, List.of())) {
        look(child, children);
      }
    } catch (IOException e) {
      // it has ended meanwhile: what was seen last counts
    }
  }

  private static Path file(long pid, String name) {
    return PROC.resolve(pid + "/" + name);
  }

  private static long kilobytes(String line) {
    return Long.parseLong(line.replaceAll("\\D", ""));
  }

  private static String program(String line) {
    for (String known : List.of("pg_dump", "pg_restore", "zstd")) {
      for (String word : line.split("\0")) {
        if (word.endsWith("/" + known) || word.equals(known)) {
          return known;
        }
      }
    }
    return line.contains("dbprovision.core.Main") ? "worker" : "other";
  }

  private static List<Long> children(long pid) throws IOException {
    List<Long> children = new ArrayList<>();
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(file(pid, "task"))) {
      for (Path thread : threads) {
        for (String child : Files.readString(thread.resolve("children")).split(" ")) {
          if (!child.isBlank()) {
            children.add(Long.parseLong(child.strip()));
          }
        }
      }
    }
    return children;
  }

  /** Without its children. */
  static double ticks(long pid) throws IOException {
    return fields(pid, 11, 12);
  }

  /** Of its children that have ended. */
  static double childrenTicks(long pid) throws IOException {
    return fields(pid, 13, 14);
  }

  private static double fields(long pid, int first, int second) throws IOException {
    String stat = Files.readString(file(pid, "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[first]) + Long.parseLong(fields[second])) / TICKS;
  }
}
