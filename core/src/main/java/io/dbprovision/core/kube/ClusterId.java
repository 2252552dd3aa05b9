package io.dbprovision.core.kube;

import java.time.Duration;
import java.util.Optional;

/** Tells clusters apart, for records that are kept outside of them. */
public final class ClusterId {
  private static final int ATTEMPTS = 5;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final ApiServer api;

  ClusterId(ApiServer api) {
    this.api = api;
  }

  /**
   * The uid of the namespace {@code kube-system}, which lives as long as the cluster; of {@code
   * default} where the first one may not be read. Reads each time: keep it.
   *
   * @throws KubeException when neither can be read, after five attempts
   */
  public String read() throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return uid("kube-system")
            .or(() -> uid("default"))
            .orElseThrow(
                () ->
                    new KubeException(
                        KubeException.Kind.FORBIDDEN,
                        "the service account can get neither namespace kube-system nor default"));
      } catch (KubeException e) {
        if (e.kind() != KubeException.Kind.UNAVAILABLE || attempt == ATTEMPTS) {
          throw e;
        }
        Thread.sleep(PAUSE);
      }
    }
  }

  private Optional<String> uid(String namespace) {
    try {
      return api.get(ApiPath.namespaces().named(namespace))
          .map(object -> object.getMetadata().getUid());
    } catch (KubeException e) {
      if (e.kind() == KubeException.Kind.FORBIDDEN) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
