package io.dbprovision.postgres.grant;

import io.dbprovision.postgres.grant.Asked.Ways;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a membership works can be said by one only: two objects that contradict each other would
 * change it back and forth for ever. The older one is obeyed.
 */
final class ElderWays {
  private ElderWays() {}

  /**
   * @throws EngineException CONFLICT that names the older object
   */
  static void check(Map<String, Ways> asked, List<Claim> others, ManifestReader reader) {
    if (asked.isEmpty()) {
      return;
    }
    for (Claim claim : others) {
      if (claim.earlier()) {
        reader.ways(claim).forEach((role, theirs) -> check(role, asked.get(role), theirs, claim));
      }
    }
  }

  private static void check(String role, @Nullable Ways ours, Ways theirs, Claim claim) {
    if (ours == null) {
      return;
    }
    differ(ours.inherit(), theirs.inherit(), "inherit", role, ours, claim);
    differ(ours.set(), theirs.set(), "set", role, ours, claim);
  }

  private static void differ(
      @Nullable Boolean ours,
      @Nullable Boolean theirs,
      String option,
      String role,
      Ways ways,
      Claim claim) {
    if (ours != null && theirs != null && !ours.equals(theirs)) {
      throw EngineException.at(
          ErrorKind.CONFLICT,
          ways.field(),
          "the older %s %s asks for %s: %s on the membership of \"%s\" and is obeyed; let both say the same, or only one"
              .formatted(claim.kind(), claim.owner(), option, theirs, role));
    }
  }
}
