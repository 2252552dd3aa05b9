package io.dbprovision.core.config;

import java.util.ArrayList;
import java.util.List;

/**
 * How much the operator does at once.
 *
 * @param workers of each controller
 * @param serverConnections to one database server
 * @param kubeApiRequests in flight to the API server
 */
public record Limits(int workers, int serverConnections, int kubeApiRequests) {

  List<String> problems() {
    List<String> problems = new ArrayList<>();
    within(problems, "--workers", workers, 1, 256);
    // one for work, and one to see that the server lives while that work takes long
    within(problems, "--max-server-connections", serverConnections, 2, 100);
    // Above about a hundred the API server's HTTP/2 connection refuses streams.
    within(problems, "--kube-api-concurrency", kubeApiRequests, 1, 100);
    return problems;
  }

  static void within(List<String> problems, String flag, int value, int least, int most) {
    if (value < least || value > most) {
      problems.add(flag + " must be between " + least + " and " + most + ", not " + value);
    }
  }
}
