package io.dbprovision.mysql.grant;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.mysql.connect.ServerFacts;
import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {
  private static final Vocabulary MYSQL =
      Vocabulary.of(new ServerFacts(false, "9.7.0", false, 32, "utf8mb3"), List.of("ROLE_ADMIN"));
  private static final Vocabulary MARIADB =
      Vocabulary.of(new ServerFacts(true, "10.11.6", false, 128, "utf8mb3"), List.of());

  @Test
  void allIsWhatTheServerHasAtThatLevelWithoutTheGrantOption() {
    assertThat(MYSQL.all(Level.COLUMN))
        .containsExactlyInAnyOrder("SELECT", "INSERT", "UPDATE", "REFERENCES");
    assertThat(MYSQL.all(Level.PROCEDURE)).containsExactlyInAnyOrder("EXECUTE", "ALTER ROUTINE");
    assertThat(MYSQL.all(Level.GLOBAL)).contains("ROLE_ADMIN", "CREATE ROLE", "FILE");
    assertThat(MARIADB.all(Level.GLOBAL))
        .contains("CONNECTION ADMIN", "BINLOG MONITOR")
        .doesNotContain("REPLICATION CLIENT", "CREATE ROLE", "SHOW CREATE ROUTINE");
    for (Level level : Level.values()) {
      assertThat(MYSQL.all(level)).doesNotContain(Right.GRANT_OPTION);
      assertThat(MARIADB.all(level)).doesNotContain(Right.GRANT_OPTION);
    }
  }

  @Test
  void aNameOfOldIsTheNameThatTheServersTablesHave() {
    assertThat(MARIADB.canonical("REPLICATION CLIENT")).isEqualTo("BINLOG MONITOR");
    assertThat(MYSQL.canonical(" replication client ")).isEqualTo("REPLICATION CLIENT");
  }

  @Test
  void whatOnlyTheOtherProductHasExistsElsewhere() {
    assertThat(MYSQL.has(Level.TABLE, "DELETE HISTORY")).isFalse();
    assertThat(Vocabulary.exists(Level.TABLE, "DELETE HISTORY")).isTrue();
    assertThat(Vocabulary.exists(Level.TABLE, "FILE")).isFalse();
  }

  @Test
  void theBitsOfMariaDbAreInItsOwnOrder() {
    assertThat(MariaDbBits.of(0b101L)).containsExactly("SELECT", "UPDATE");
    assertThat(MariaDbBits.of(1L << 32)).containsExactly("CONNECTION ADMIN");
  }

  @Test
  void theServersListsAreReadAsPrivileges() {
    assertThat(PrivilegeColumns.listed("Select,Show view,Grant"))
        .containsExactly("SELECT", "SHOW VIEW", Right.GRANT_OPTION);
    assertThat(PrivilegeColumns.listed("")).isEmpty();
  }
}
