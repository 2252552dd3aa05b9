package io.dbprovision.core.instance;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.spi.TlsSettings;
import java.time.Duration;

/** Who counts what happens to instances. */
public interface InstanceObserver {
  void probed(CustomResource instance, boolean reached, Duration took);

  /** What the connections to its server are encrypted with. */
  default void encrypted(CustomResource instance, TlsSettings tls) {}

  /** The instance with its latest status. */
  void known(CustomResource instance);

  void forgotten(ResourceKey instance);
}
