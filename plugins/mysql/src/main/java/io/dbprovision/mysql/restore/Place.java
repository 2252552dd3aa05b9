package io.dbprovision.mysql.restore;

import io.dbprovision.mysql.record.Digest;
import io.dbprovision.mysql.sql.Names;

/**
 * The passing databases of one restore, the same whenever they are asked for.
 *
 * @param id of the restore
 */
record Place(String id) {
  /** The first 16 of the digest's 64. */
  private static final int LENGTH = 16;

  /** In the temporary database at first; it goes where the target's tables go, with them. */
  static final String MARKER = "_dbops_moved";

  /** Where the worker fills. */
  String temporary() {
    return Names.OWN_PREFIX + "r_" + digest();
  }

  /** Where the target's own tables go. */
  String former() {
    return Names.OWN_PREFIX + "o_" + digest();
  }

  private String digest() {
    return Digest.hex(id).substring(0, LENGTH);
  }
}
