import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** What the operator says of itself. */
record Metrics(String address) {
  static Metrics onFreePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return new Metrics("127.0.0.1:" + socket.getLocalPort());
    }
  }

  /** Objects that were compared with their server so far, and had nothing else to be done. */
  long comparisons() throws Exception {
    return (long) sum("dbops_drift_detections_total", "");
  }

  /** In seconds, of all calls of the engine that planned many at once. */
  double planning() throws Exception {
    return sum("dbops_plugin_call_duration_seconds_sum", "planAll");
  }

  private double sum(String metric, String label) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create("http://" + address + "/metrics")).build(),
              BodyHandlers.ofLines())
          .body()
          .filter(line -> line.startsWith(metric) && line.contains(label))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    }
  }
}
