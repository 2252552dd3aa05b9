package io.dbprovision.distribution.fields;

import static io.dbprovision.distribution.fields.Trial.ABSENT;

import io.dbprovision.distribution.fields.Trial.Act;
import io.dbprovision.distribution.fields.Trial.Look;
import java.util.List;

/** To which instance an object goes: on two servers, seen by where it is made again. */
final class References {
  static final String ROLE = "SELECT count(*) FROM pg_roles WHERE rolname = '{n}'";
  static final String DATABASE = "SELECT count(*) FROM pg_database WHERE datname = '{n}'";

  private References() {}

  /**
   * @param spec without any reference
   * @param drop takes it off a server
   * @param there 1 or 0
   */
  static List<Trial> of(String kind, String spec, String drop, String there) {
    Act away =
        stage -> {
          stage.execute(drop);
          stage.site().newer().execute("postgres", stage.say(drop));
        };
    Look where = Looks.both(Looks.sql(there), Looks.newer(there));
    String named = "instanceRef: {name: pg}\n";
    return List.of(
        Trial.of(kind, "spec.instanceRef.name", spec)
            .values("pg", "newer")
            .doing(away)
            .shows(where, "1 0", "0 1"),
        Trial.of(kind, "spec.instanceRef.namespace", spec + named)
            .values(ABSENT, "{other}")
            .doing(away)
            .shows(where, "1 0", "0 1"),
        Trial.of(kind, "spec.clusterInstanceRef.name", spec)
            .values("fields-pg", "fields-newer")
            .doing(away)
            .shows(where, "1 0", "0 1"));
  }
}
