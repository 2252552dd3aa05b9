package io.dbprovision.core.instance;

import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.status.StatusDraft;
import java.time.Duration;
import java.util.Optional;

/** Looks for nothing. */
final class NoSurvey implements Survey {
  @Override
  public Optional<Duration> look(ServerState.Available server, StatusDraft draft) {
    return Optional.empty();
  }

  @Override
  public void forget(ResourceKey instance) {}
}
