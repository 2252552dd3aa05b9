package io.dbprovision.distribution.fields;

import io.dbprovision.distribution.fields.Trial.Act;

/** Where the copies of one engine's trials come from, and where they are restored to. */
interface Origin {
  /** In plain files of a volume, where a look finds what is in them. */
  String TO_VOLUME = "storage: {type: pvc, pvc: {claimName: backups, subPath: '{ns}'}}\n";

  /** The word for this engine's objects: they share a namespace. */
  String called(String name);

  /** The instance that all share. */
  String instance();

  /** The name of an instance that the other namespace has not. */
  String stranger();

  /** The engine's name for what the object {@code database} stands for. */
  default String held(String name) {
    return "fields_" + name.replace('-', '_');
  }

  /** An empty one of that name, which the operator owns. */
  Exhibit database(String name);

  /** Makes a table in one that {@link #database} made. */
  Act fill(String name);

  /** Keeps whoever wants to read that table from it, until the trials are over. */
  Act lock(String name);

  /** What the trials copy. */
  Exhibit source();

  /** The same in another database. */
  Exhibit other();

  /** What a backup has to say for its rows to be readable as text; may be empty. */
  String plain();

  /** What lets a backup wait for as long as a lock lasts; may be empty. */
  String patience();

  /** A whole dump of a database with one table, as an earlier operator stored it. */
  String dump();

  default Exhibit copy(String name, String more) {
    return copyOf(source(), name, more);
  }

  default Exhibit copyOf(Exhibit database, String name, String more) {
    return Exhibit.backup(
            called(name), "databaseRef: {name: " + database.name() + "}\n" + TO_VOLUME + more)
        .needing(database);
  }

  /** A dump in the usual format, encrypted. */
  default Exhibit sealed() {
    return copy(
        "sealed",
        """
        compression: {algorithm: zstd}
        encryption: {enabled: true, secretRef: {name: keys, key: a}}
        """);
  }

  /** A restore of what is {@link #sealed}. */
  default Exhibit restore(String name, String spec) {
    return Exhibit.restore(
            called(name), "backupRef: {name: " + sealed().name() + "}\n" + spec + "\n")
        .needing(sealed());
  }

  /** Into a database that is called as the object is. */
  default String anew(String name) {
    return "target: {instanceRef: {name: %s}, databaseName: %s}\n"
        .formatted(instance(), held(name));
  }
}
