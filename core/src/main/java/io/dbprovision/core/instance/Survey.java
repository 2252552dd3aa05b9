package io.dbprovision.core.instance;

import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.status.StatusDraft;
import java.time.Duration;
import java.util.Optional;

/** What else is looked for on a server that answers. Calls for one instance come one by one. */
public interface Survey {
  /**
   * Looks if it is time to, and puts what it found into the status.
   *
   * @return when it wants to look again; empty for never
   */
  Optional<Duration> look(ServerState.Available server, StatusDraft draft);

  /** The instance is gone. */
  void forget(ResourceKey instance);
}
