package io.dbprovision.core.instance;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import java.time.Duration;

/** Who counts what happens to instances. */
public interface InstanceObserver {
  void probed(CustomResource instance, boolean reached, Duration took);

  /** The instance with its latest status. */
  void known(CustomResource instance);

  void forgotten(ResourceKey instance);
}
