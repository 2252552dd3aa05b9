package io.dbprovision.postgres.copy;

import io.dbprovision.postgres.sql.Names;
import java.util.ArrayList;
import java.util.List;

/**
 * Errors that are no failure of a restore: what belongs to an extension or to the server itself, a
 * setting that an older server does not have, and rights of roles that are not there or not the
 * owner's to give. What it leaves out is told. For one thread at a time.
 */
final class Tolerance {
  private static final int TOLD = 20;

  private final boolean dropsOwners;
  private final List<String> warnings = new ArrayList<>();
  private int more;

  /**
   * @param dropsOwners everything is to become the database owner's
   */
  Tolerance(boolean dropsOwners) {
    this.dropsOwners = dropsOwners;
  }

  /**
   * Of pg_restore, which says what it was at.
   *
   * @param entry sort and name of it
   */
  boolean allows(String entry, String words) {
    if (older(words)) {
      return true;
    }
    if (entry.startsWith("COMMENT EXTENSION ") || entry.startsWith("COMMENT SCHEMA public")) {
      return words.startsWith("must be owner of");
    }
    boolean rights = entry.startsWith("ACL ") || entry.startsWith("DEFAULT ACL ");
    if (rights && (absent(words) || words.contains("permission denied") || notOurs(words))) {
      leave("rights were left out (" + entry + "): " + words);
      return true;
    }
    return false;
  }

  /** Of a script of pg_dump's, where only the error itself tells. */
  boolean allows(String words) {
    if (older(words)
        || words.startsWith("must be owner of extension ")
        || words.equals("must be owner of schema public")) {
      return true;
    }
    if (dropsOwners && notOurs(words)) {
      return true; // an object that was somebody else's stays the owner's
    }
    if (absent(words)
        || words.startsWith("permission denied to change default privileges")
        || words.startsWith("permission denied to set session authorization")) {
      leave("an owner or rights were left out: " + words);
      return true;
    }
    return false;
  }

  /**
   * Of a statement of a script that changes the default privileges of a role.
   *
   * @param role as the script writes it
   */
  boolean allowsDefaults(String role, String words) {
    if (absent(words) || words.contains("permission denied") || notOurs(words)) {
      leave("default privileges of the role " + role + " were left out: " + words);
      return true;
    }
    return false;
  }

  private static boolean older(String words) {
    return words.contains("unrecognized configuration parameter \"transaction_timeout\"");
  }

  private static boolean absent(String words) {
    return words.matches("role \".*\" does not exist");
  }

  /** To give something to a role takes being one of its members. */
  private static boolean notOurs(String words) {
    return words.startsWith("must be member of role ")
        || words.startsWith("must be able to SET ROLE ");
  }

  private void leave(String warning) {
    if (warning.contains(Names.OWN_PREFIX)) {
      return; // the operator's own passing roles, which have no place in a copy
    }
    if (warnings.size() < TOLD) {
      if (!warnings.contains(warning)) {
        warnings.add(warning);
      }
    } else {
      more++;
    }
  }

  List<String> warnings() {
    List<String> all = new ArrayList<>(warnings);
    if (more > 0) {
      all.add("and " + more + " more were left out");
    }
    return all;
  }
}
