package io.dbprovision.postgres;

import static io.dbprovision.postgres.Lab.converge;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** A database whose owner is not the operator's login. */
abstract class GrantLabTest extends LabTest {
  static final String DB = "g_app";

  @BeforeEach
  void database() {
    GrantSite.make(lab, DB, "g_owner");
  }

  final GrantDesk desk(String grantee) {
    converge(lab.users(), Lab.withPassword(grantee, Map.of()));
    return new GrantDesk(lab, grantee);
  }

  final List<String> held(String grantee) {
    return GrantSite.held(lab.server, DB, grantee);
  }

  final void inside(String... statements) {
    GrantSite.asOwner(lab.server, DB, "g_owner", statements);
  }

  static Map<String, ?> entry(Object... pairs) {
    Map<String, Object> entry = new HashMap<>(Map.of("database", DB, "schema", "app"));
    for (int i = 0; i < pairs.length; i += 2) {
      entry.put((String) pairs[i], pairs[i + 1]);
    }
    return entry;
  }
}
