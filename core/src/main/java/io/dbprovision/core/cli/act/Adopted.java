package io.dbprovision.core.cli.act;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.cli.view.State;
import io.dbprovision.core.status.Reasons;
import java.util.Optional;

/** An adoption is done, or shows what it would change. For one object and one thread. */
public final class Adopted implements Goal {
  /** An operator looks at once; who still says no after that many looks means it. */
  private static final int REFUSALS = 15;

  private int refused;

  @Override
  public Stage look(Optional<CustomResource> object) {
    if (object.isEmpty()) {
      return new Stage.Failed("it does not exist any more");
    }
    State state = State.of(object.get());
    String sentence =
        state.message().isEmpty() ? state.reason() : state.reason() + ": " + state.message();
    if (state.reason().equals(Reasons.AWAITING_APPROVAL)) {
      return new Stage.Reached("what it would change is shown, and waits for approval");
    }
    if (state.health().ready()) {
      return new Stage.Reached("adopted, " + sentence);
    }
    if (state.reason().equals(Reasons.CONFLICT) && ++refused >= REFUSALS) {
      return new Stage.Failed("not adopted, " + sentence);
    }
    return new Stage.Going("not adopted yet, " + sentence);
  }
}
