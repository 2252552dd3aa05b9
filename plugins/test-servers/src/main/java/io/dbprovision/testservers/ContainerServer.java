package io.dbprovision.testservers;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** A server in a container of its own, on a free port; it is removed when the JVM ends. */
public final class ContainerServer {
  /** For a first start on a busy machine; the image is there by then. */
  private static final Duration START = Duration.ofMinutes(3);

  private static final int LINES_OF_A_FAILURE = 15;

  private final GenericContainer<?> container;
  private final int port;

  private ContainerServer(GenericContainer<?> container, int port) {
    this.container = container;
    this.port = port;
  }

  /**
   * Returns when the order's login works.
   *
   * @throws IllegalStateException if it does not; with the last lines that the server wrote
   */
  public static ContainerServer start(ContainerOrder order) {
    ContainerEngine.require();
    Queue<String> written = new ConcurrentLinkedQueue<>();
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(order.image()))
            .withExposedPorts(order.port())
            .withEnv(order.environment())
            .withCommand(order.arguments().toArray(String[]::new))
            .withLogConsumer(frame -> written.add(frame.getUtf8String()))
            .waitingFor(new UntilLetIn(order).withStartupTimeout(START));
    // the engine's own reaper is an image more, which may be switched off or out of reach
    Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
    try {
      container.start();
    } catch (ContainerLaunchException e) {
      throw new IllegalStateException(
          "no server in a container of " + order.image() + "; its last lines: " + end(written), e);
    }
    return new ContainerServer(container, order.port());
  }

  private static String end(Queue<String> written) {
    List<String> lines = String.join("", written).lines().toList();
    return String.join(
        "\n", lines.subList(Math.max(0, lines.size() - LINES_OF_A_FAILURE), lines.size()));
  }

  /** As seen from here, which is not always this machine. */
  public String host() {
    return container.getHost();
  }

  public int port() {
    return container.getMappedPort(port);
  }

  /** All that the server wrote to its outputs. */
  public String log() {
    return container.getLogs();
  }

  /** The text of a file inside, each byte a character. */
  public String file(String path) {
    return container.copyFileFromContainer(
        path, stream -> new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1));
  }
}
