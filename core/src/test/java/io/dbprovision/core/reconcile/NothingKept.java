package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.instance.ServerState;
import io.dbprovision.core.status.StatusDraft;
import java.util.List;

/** Of what is dropped nothing is kept. */
public final class NothingKept implements BeforeDrop {
  @Override
  public Step advance(Leaving leaving, StatusDraft draft) {
    return new Step.Drop();
  }

  @Override
  public void over(Leaving leaving) {}

  @Override
  public List<String> objections(CustomResource resource, ServerState.Available server) {
    return List.of();
  }
}
