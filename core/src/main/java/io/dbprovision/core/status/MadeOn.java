package io.dbprovision.core.status;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * On which server an object was made, by its status. What the status names is ours on that server
 * only: a reference that is changed must never make somebody else's database ours.
 */
public final class MadeOn {
  /** The status field. */
  public static final String FIELD = "madeOn";

  private static final String INSTANCE = "instance";
  private static final String IDENTITY = "serverIdentity";

  /** The manifest changed before this operator saw where an earlier one had made the object. */
  private static final String UNKNOWN = "unknown";

  /** What a server is to an object that was made before. */
  public enum Standing {
    HERE,
    ELSEWHERE,
    /** The status does not tell: only the record on the server can. */
    UNTOLD
  }

  private MadeOn() {}

  /**
   * An object of an earlier operator, whose status does not say where it was made, was made on the
   * instance that it names as long as its manifest is the one which that operator saw.
   *
   * @param resource whose status names a server object
   * @param instance the one that it names now
   * @param identity of that instance's server; empty where servers have none, or none is known
   */
  public static Standing standing(
      CustomResource resource, CustomResource instance, Optional<String> identity) {
    Fields made = resource.status().object(FIELD);
    Optional<String> there = made.text(IDENTITY);
    String name = made.text(INSTANCE, "");
    if (!resource.status().has(FIELD)) {
      return Standing.HERE;
    }
    if (name.equals(UNKNOWN)) {
      return Standing.UNTOLD;
    }
    boolean here = name.equals(name(instance));
    if (there.isPresent() && identity.isPresent()) {
      boolean replaced = here && accepted(instance, there.get(), identity);
      here = replaced || there.equals(identity);
    }
    return here ? Standing.HERE : Standing.ELSEWHERE;
  }

  /** The user said that this server took the other one's place. */
  private static boolean accepted(
      CustomResource instance, String there, Optional<String> identity) {
    Optional<String> word = instance.metadata().annotation(Keys.ACCEPT_SERVER);
    Optional<String> pinned = instance.status().text(IDENTITY);
    return word.equals(identity)
        // one without an identity has got one when it was used
        || (word.equals(Optional.of(Keys.ACCEPT_SERVER_NONE_AFTER + there))
            && (pinned.isEmpty() || pinned.equals(identity)));
  }

  /** What the status is to hold of an object that was made there. */
  public static Map<String, Object> block(CustomResource instance, Optional<String> identity) {
    Map<String, Object> block = new LinkedHashMap<>();
    block.put(INSTANCE, name(instance));
    identity.ifPresent(text -> block.put(IDENTITY, text));
    return block;
  }

  /** The same of one that was changed before anybody saw where it was made. */
  public static Map<String, Object> unknown() {
    return Map.of(INSTANCE, UNKNOWN);
  }

  /** Whether the manifest is another one than an earlier operator's status speaks of. */
  public static boolean changedBefore(CustomResource resource) {
    long seen = resource.status().number("observedGeneration", 0);
    // the request to delete it counts as one
    long unchanged = seen + (resource.deleting() ? 1 : 0);
    return !resource.status().has(FIELD)
        && seen != 0
        && resource.metadata().generation() > unchanged;
  }

  /** Where it was made, for people. */
  public static String place(CustomResource resource) {
    Fields made = resource.status().object(FIELD);
    return made.text(INSTANCE, UNKNOWN)
        + made.text(IDENTITY).map(identity -> " (server " + identity + ")").orElse("");
  }

  private static String name(CustomResource instance) {
    return instance.key().toString();
  }
}
