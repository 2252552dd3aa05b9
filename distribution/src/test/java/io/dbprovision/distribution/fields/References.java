package io.dbprovision.distribution.fields;

import static io.dbprovision.distribution.fields.Trial.ABSENT;

import io.dbprovision.distribution.fields.Trial.Look;
import java.util.List;

/**
 * To which instance an object goes: it is made on the one that it names at first, and none of its
 * objects moves when the reference is changed.
 */
final class References {
  static final String ROLE = "SELECT count(*) FROM pg_roles WHERE rolname = '{n}'";
  static final String DATABASE = "SELECT count(*) FROM pg_database WHERE datname = '{n}'";

  private References() {}

  /**
   * @param spec without any reference
   * @param there 1 or 0
   */
  static List<Trial> of(String kind, String spec, String there) {
    Look where = Looks.both(Looks.sql(there), Looks.newer(there));
    String named = "instanceRef: {name: pg}\n";
    return List.of(
        Trial.of(kind, "spec.instanceRef.name", spec)
            .values("pg", "newer")
            .shows(where, "1 0", "moved"),
        Trial.of(kind, "spec.instanceRef.namespace", spec + named)
            .values(ABSENT, "{other}")
            .shows(where, "1 0", "moved"),
        Trial.of(kind, "spec.clusterInstanceRef.name", spec)
            .values("fields-pg", "fields-newer")
            .shows(where, "1 0", "moved"));
  }
}
