package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.instance.Intervals;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Risk;
import java.time.Duration;
import java.util.List;

/** How often an object is compared with the server, and what may be done about a difference. */
record DriftPolicy(Mode mode, Duration interval) {
  enum Mode {
    IGNORE,
    DETECT,
    CORRECT
  }

  /** The object's policy replaces the instance's as a whole; without either: detect. */
  static DriftPolicy of(CustomResource resource, CustomResource instance, Duration fallback) {
    Fields own = resource.spec().object("driftPolicy");
    CustomResource source = own.isEmpty() ? instance : resource;
    Fields policy = source.spec().object("driftPolicy");
    try {
      return new DriftPolicy(mode(policy), Intervals.drift(policy, fallback));
    } catch (EngineException e) {
      throw own.isEmpty() ? ofInstance(instance, e) : e;
    }
  }

  /** What of it is said: who ignores drift still hears of what the server can never do. */
  List<Change> told(List<Change> drift) {
    return mode == Mode.IGNORE
        ? drift.stream().filter(change -> change.risk() == Risk.IMMUTABLE).toList()
        : drift;
  }

  /** It is no field of the object that is at fault. */
  private static EngineException ofInstance(CustomResource instance, EngineException fault) {
    return EngineException.of(
            fault.kind(),
            "%s %s, %s".formatted(instance.kind(), instance.key().path(), fault.getMessage()))
        .causedBy(fault);
  }

  /** What that block says, which may be empty. */
  static Mode mode(Fields policy) {
    return switch (policy.text("mode", "")) {
      case "ignore" -> Mode.IGNORE;
      case "correct" -> Mode.CORRECT;
      default -> Mode.DETECT;
    };
  }
}
