package io.dbprovision.core.backup.kind;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.status.StatusDraft;
import java.util.Arrays;
import java.util.Optional;

/**
 * Which step of a backup or restore was begun last. It is in the status before the step is begun,
 * so that whoever comes after a crash knows what there may be.
 */
enum Step {
  /** A login may be there, and a place to fill. */
  PREPARING("Preparing"),
  /** A worker may be at it. */
  WORKING("Working"),
  /** What was filled is being put in the target's place: from here on there is only forward. */
  COMPLETING("Completing"),
  /** It is over, well or not, and leaves something to be taken away. */
  CLEARING("Clearing");

  static final String FIELD = "step";

  private final String text;

  Step(String text) {
    this.text = text;
  }

  /** Empty when nothing was begun, or all is cleared. */
  static Optional<Step> of(CustomResource resource) {
    String text = resource.status().text(FIELD, "");
    return Arrays.stream(values()).filter(step -> step.text.equals(text)).findFirst();
  }

  StatusDraft in(StatusDraft draft) {
    return draft.set(FIELD, text);
  }
}
