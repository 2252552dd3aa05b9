package io.dbprovision.core.instance;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.spi.Managed;
import java.util.Optional;

/** A kind whose objects live on an instance's server. */
public interface Tracked {
  CustomKind kind();

  Class<? extends Managed<?>> capability();

  /** The name inside the server, as the manifest has it. */
  String serverName(CustomResource resource);

  /** The server object that an earlier status says is there; empty before the first success. */
  Optional<String> witnessed(CustomResource resource);

  /** Whether its server object would go together with it. */
  boolean dropped(CustomResource resource);
}
