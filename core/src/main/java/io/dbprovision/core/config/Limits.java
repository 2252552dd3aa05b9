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
    within(problems, "--workers", workers, 256);
    within(problems, "--max-server-connections", serverConnections, 100);
    // Above about a hundred the API server's HTTP/2 connection refuses streams.
    within(problems, "--kube-api-concurrency", kubeApiRequests, 100);
    return problems;
  }

  private static void within(List<String> problems, String flag, int value, int most) {
    if (value < 1 || value > most) {
      problems.add(flag + " must be between 1 and " + most + ", not " + value);
    }
  }
}
