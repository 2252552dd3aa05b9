package io.dbprovision.spi.testkit;

import io.dbprovision.spi.Section;
import java.util.List;
import java.util.Set;

/**
 * Knows how this engine's grants are written, and reaches what they give without the engine, as a
 * person with a client would. Every test has its own.
 */
public interface GrantHand {
  /** What the suite has granted. Each is one privilege on one object, and so one claim. */
  enum Entry {
    /** A privilege on an object that is there. */
    ONE,
    /** Another privilege on the same object. */
    OTHER,
    /** A privilege on an object that is not there until {@link GrantHand#provide} makes it. */
    LATER
  }

  /**
   * The block of a grant that asks for those entries, and for membership of those roles. With
   * {@link Entry#ONE} and no roles it is also a block of a role, as inline grants.
   */
  Section block(Set<Entry> entries, List<String> roles);

  /** Which of the entries the grantee has by itself. */
  Set<Entry> inEffect(String grantee);

  /** The roles that the grantee is directly a member of. */
  Set<String> rolesOf(String grantee);

  /** Gives it, in the way in which the engine can take it away. */
  void give(String grantee, Entry entry);

  void take(String grantee, Entry entry);

  /** Makes the object that {@link Entry#LATER} is about. */
  void provide();

  /** Takes away the objects of the entries, and with them all that was given. Never fails. */
  void cleanUp();

  /**
   * Whether logins can be members of roles here. Where they cannot, {@link #block} is asked for no
   * roles, and what the suite says of memberships is left out.
   */
  default boolean hasRoles() {
    return true;
  }
}
