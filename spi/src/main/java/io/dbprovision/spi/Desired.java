package io.dbprovision.spi;

import java.util.List;
import java.util.Set;

/** What every desired server object has. */
public interface Desired {
  /**
   * The name inside the server, exactly as the manifest writes it: never trimmed, folded or cut.
   */
  String name();

  Owner owner();

  Provenance provenance();

  /**
   * The user's own text for the server's comment; empty for none. The engine adds its record to it.
   */
  String comment();

  /**
   * What the operator's records say was put on the server for this object, by the ids of {@link
   * Plan#claims}. An item of it that is not asked for any more has to be in the plan as {@link
   * Cause#EXTRA}, even where extras are otherwise none of the manifest's business.
   */
  default Set<ChangeId> issued() {
    return Set.of();
  }

  /**
   * What other live objects ask for on the same server object. It is nobody's drift, and what of it
   * is in {@link #issued} stays a claim of this object until they are gone.
   */
  default List<Claim> others() {
    return List.of();
  }

  /** The object's engine block; empty when the manifest has none. */
  Section section();
}
