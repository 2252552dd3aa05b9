package io.dbprovision.postgres.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoleNamesTest {
  private final RoleNames names = new RoleNames(Map.of("old", "new one", "O\"d", "n"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "GRANT SELECT ON TABLE s.t TO old | GRANT SELECT ON TABLE s.t TO \"new one\"",
        "GRANT SELECT ON TABLE s.t TO \"O\"\"d\" WITH GRANT OPTION"
            + " | GRANT SELECT ON TABLE s.t TO \"n\" WITH GRANT OPTION",
        "GRANT SELECT ON TABLE s.\"x TO old\" TO PUBLIC"
            + " | GRANT SELECT ON TABLE s.\"x TO old\" TO PUBLIC",
        "GRANT ALL ON SCHEMA old TO other | GRANT ALL ON SCHEMA old TO other",
        "REVOKE ALL ON FUNCTION s.f(old integer) FROM old"
            + " | REVOKE ALL ON FUNCTION s.f(old integer) FROM \"new one\"",
        "ALTER TABLE s.old OWNER TO old | ALTER TABLE s.old OWNER TO \"new one\"",
        "ALTER DEFAULT PRIVILEGES FOR ROLE old IN SCHEMA s GRANT SELECT ON TABLES TO \"O\"\"d\""
            + " | ALTER DEFAULT PRIVILEGES FOR ROLE \"new one\" IN SCHEMA s GRANT SELECT ON TABLES"
            + " TO \"n\"",
        "CREATE POLICY old ON s.t TO old, other, \"O\"\"d\" USING ((x = 'TO old'))"
            + " | CREATE POLICY old ON s.t TO \"new one\", other, \"n\" USING ((x = 'TO old'))",
        "CREATE POLICY p ON s.t AS RESTRICTIVE FOR SELECT USING (true)"
            + " | CREATE POLICY p ON s.t AS RESTRICTIVE FOR SELECT USING (true)"
      })
  void rolesGetTheirNewNamesWhereRolesAre(String written, String renamed) {
    assertThat(names.rename("--\n-- Name: x; Type: ACL\n--\n\n" + written).orElseThrow().text())
        .isEqualTo(renamed);
  }

  @Test
  void whatSpeaksOfNoRoleIsNotTouched() {
    assertThat(names.rename("CREATE TABLE s.old (old int)")).isEmpty();
    assertThat(names.rename("\\restrict old\n\nSET statement_timeout = 0")).isEmpty();
    assertThat(names.rename("SET SESSION AUTHORIZATION old")).isEmpty();
  }
}
