package io.dbprovision.testservers;

import org.testcontainers.DockerClientFactory;

/** The Docker-compatible engine that runs the containers. */
final class ContainerEngine {
  private ContainerEngine() {}

  /**
   * @throws IllegalStateException if none answers; says what to start
   */
  static void require() {
    require(() -> DockerClientFactory.instance().getTransportConfig());
  }

  static void require(Runnable connect) {
    try {
      connect.run();
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "-Dservers=containers needs a Docker-compatible engine, and none answers at DOCKER_HOST"
              + " or at Docker's own socket: start Docker, or start 'podman system service --time=0"
              + " unix:///run/podman/podman.sock' and set"
              + " DOCKER_HOST=unix:///run/podman/podman.sock. Without -Dservers the tests run"
              + " their servers natively.",
          e);
    }
  }
}
