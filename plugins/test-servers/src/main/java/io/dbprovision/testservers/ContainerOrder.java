package io.dbprovision.testservers;

import java.util.List;
import java.util.Map;

/**
 * What to run in a container.
 *
 * @param image with its version, as {@code docker run} takes it
 * @param port that the server listens on inside
 * @param environment of the image's entry point
 * @param arguments that the entry point hands on to the server
 * @param login that works as soon as the server is ready, and not while it is being set up
 */
public record ContainerOrder(
    String image, int port, Map<String, String> environment, List<String> arguments, Login login) {
  public ContainerOrder {
    environment = Map.copyOf(environment);
    arguments = List.copyOf(arguments);
  }
}
