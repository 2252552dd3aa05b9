import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The assembled operator: its process, and its requests by the API server's audit log. */
final class OperatorProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> WRITES = Set.of("create", "update", "patch", "delete");
  private static final Set<String> OBJECTS = 
      Set.of("databases", "databaseusers", "databasegrants", "secrets");

  private final Process process;
  private final Path audit;
  private final Metrics metrics;

  /** Of one stretch of time: object writes by resource, and all the rest. */
  record Requests(Map<String, Integer> objectWrites, int events, int otherWrites, int reads) {
    int allWrites() {
      return writes() + events + otherWrites;
    }

    int writes() {
      return objectWrites.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  private OperatorProcess(Process process, Path audit, Metrics metrics) {
    this.process = process;
    this.audit = audit;
    this.metrics = metrics;
  }

  static OperatorProcess start(Path home, Path folder) throws Exception {
    Metrics metrics = Metrics.onFreePort();
    Process process =
        new ProcessBuilder(
                home.resolve("bin/dbops").toString(),
                "operator",
                "--leader-elect=false",
                "--health-probe-bind-address=127.0.0.1:0",
                "--metrics-bind-address=" + metrics.address(),
                "--metrics-secure=false")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("operator.log").toFile())
            .start();
    return new OperatorProcess(process, folder.resolve("audit.log"), metrics);
  }

  Metrics metrics() {
    return metrics;
  }

  /** Where the audit log ends now; the last requests are in it then. */
  long mark() throws Exception {
    Thread.sleep(300);
    return Files.size(audit);
  }

  Requests since(long mark) throws Exception {
    Map<String, Integer> writes = new TreeMap<>();
    int events = 0;
    int others = 0;
    int reads = 0;
    try (RandomAccessFile file = new RandomAccessFile(audit.toFile(), "r")) {
      file.seek(mark);
      byte[] rest = new byte[(int) (mark() - mark)];
      file.readFully(rest);
      for (String line : new String(rest, StandardCharsets.UTF_8).lines().toList()) {
        JsonNode entry = JSON.readTree(line);
        if (!entry.at("/user/username").asText().equals("admin")
            || !entry.path("userAgent").asText().startsWith("fabric8")) {
          continue;
        }
        String resource = entry.at("/objectRef/resource").asText();
        String part = entry.at("/objectRef/subresource").asText();
        if (!WRITES.contains(entry.get("verb").asText())) {
          reads++;
        } else if (OBJECTS.contains(resource)) {
          writes.merge(part.isEmpty() ? resource : resource + "/" + part, 1, Integer::sum);
        } else if (resource.equals("events")) {
          events++;
        } else {
          others++;
        }
      }
    }
    return new Requests(writes, events, others, reads);
  }

  /** In MiB: resident now, and at most so far. */
  String memory() throws Exception {
    int now = 0;
    int peak = 0;
    for (String line : Files.readAllLines(Path.of("/proc", "" + process.pid(), "status"))) {
      int kibibytes =
          line.startsWith("Vm") ? Integer.parseInt(line.replaceAll("\\D", "")) : 0;
      now = line.startsWith("VmRSS") ? kibibytes / 1024 : now;
      peak = line.startsWith("VmHWM") ? kibibytes / 1024 : peak;
    }
    return "%d MiB, at most %d MiB".formatted(now, peak);
  }

  /** In seconds, of all its threads so far. */
  double cpu() {
    return process.info().totalCpuDuration().orElseThrow().toMillis() / 1000.0;
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    process.waitFor();
  }
}
