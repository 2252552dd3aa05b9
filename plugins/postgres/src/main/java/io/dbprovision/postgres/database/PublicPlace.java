package io.dbprovision.postgres.database;

import io.dbprovision.postgres.change.Action;
import io.dbprovision.postgres.change.PgChange;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.ChangeId;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where everybody has rights, and under which names they are taken and given back.
 *
 * @param path of the manifest's field
 * @param concerned what is taken
 */
record PublicPlace(String path, Set<String> concerned, String what) {
  static final PublicPlace DATABASE =
      new PublicPlace("revokePublic.database", Set.of("CONNECT", "TEMPORARY"), "the database");
  static final PublicPlace SCHEMA =
      new PublicPlace("revokePublic.schemaPublic", Set.of("CREATE", "USAGE"), "the schema public");

  boolean closed(Wanted wanted) {
    return equals(DATABASE) ? wanted.options().closesDatabase() : wanted.options().closesSchema();
  }

  /** Under which it is on record; also the id of the change that gives it back. */
  ChangeId claim(String privilege) {
    return new ChangeId(path + ".extra:" + privilege);
  }

  /** What was taken, by our record. */
  Set<String> taken(Wanted wanted) {
    return concerned.stream()
        .filter(privilege -> wanted.spec().issued().contains(claim(privilege)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  PgChange.Builder change(Wanted wanted) {
    return PgChange.of(wanted.subject(), path).field(wanted.field(path));
  }

  PgChange take(Wanted wanted, String privilege, Action action) {
    return change(wanted)
        .id(path + ":" + privilege)
        .values("", privilege)
        .claim(claim(privilege))
        .build("take " + privilege + " on " + what + " from PUBLIC", action);
  }

  PgChange giveBack(Wanted wanted, String privilege, Action action) {
    return change(wanted)
        .id(claim(privilege).value())
        .values(privilege, "")
        .cause(Cause.EXTRA)
        .build("give " + privilege + " on " + what + " back to PUBLIC", action);
  }
}
