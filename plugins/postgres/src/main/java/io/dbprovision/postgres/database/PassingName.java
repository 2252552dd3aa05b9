package io.dbprovision.postgres.database;

import io.dbprovision.postgres.sql.Hash;
import io.dbprovision.postgres.sql.Names;
import java.util.List;

/**
 * The name a database has while it is made. It follows from the object and from what cannot be
 * changed later, so that after a crash an equal half-made one is told from one made otherwise.
 *
 * @param prefix what all of one object's have in common
 */
record PassingName(String prefix, String name) {
  private static final int OBJECT_DIGITS = 16;
  private static final int OPTION_DIGITS = 8;

  static PassingName of(Wanted wanted) {
    DatabaseOptions options = wanted.options();
    String object =
        hash(
            List.of(
                wanted.spec().owner().cluster(),
                wanted.spec().owner().operator(),
                wanted.spec().owner().uid(),
                wanted.name()));
    String made =
        hash(
            List.of(
                options.templateName(),
                options.encodingName(),
                String.valueOf(options.lcCollate()),
                String.valueOf(options.lcCtype()),
                String.valueOf(options.tablespace())));
    String prefix = Names.OWN_PREFIX + object.substring(0, OBJECT_DIGITS) + "_";
    return new PassingName(prefix, prefix + made.substring(0, OPTION_DIGITS));
  }

  private static String hash(List<String> parts) {
    return Hash.hex(String.join("\0", parts));
  }
}
