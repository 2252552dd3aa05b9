package io.dbprovision.postgres.copy;

import io.dbprovision.postgres.sql.Names;

/**
 * What one restore calls things on the server; the same in every call, so that each goes on where
 * an earlier one stopped.
 *
 * @param place the database that is filled
 * @param old the one whose place it took, until that is dropped
 * @param login that fills
 * @param done the role that says that it was completed; swept as logins are
 */
record Temporary(String place, String old, String login, String done) {
  static Temporary of(String id) {
    return new Temporary(
        Names.OWN_PREFIX + "r_" + id,
        Names.OWN_PREFIX + "o_" + id,
        Names.OWN_PREFIX + "f_" + id,
        Names.OWN_PREFIX + "f_" + id + "_done");
  }
}
