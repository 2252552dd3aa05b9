package io.dbprovision.mysql;

import static io.dbprovision.mysql.Lab.converge;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Claim;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Grants;
import io.dbprovision.spi.InitScript;
import io.dbprovision.spi.InitScripts;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the server makes of quotes and backslashes, our statements say the same. */
@ParameterizedClass
@EnumSource
class SqlModesTest {
  private static final SecretText PASSWORD = SecretText.of("Mo\\des'-\"4711`%_");
  private static final String HOSTILE = "m\\'\"`_%ö; -- #";

  private final Product product;
  private final TestServer server;
  private final String usual;

  SqlModesTest(Product product) {
    this.product = product;
    server = Servers.plain(product);
    usual = server.ask("SELECT @@global.sql_mode").getFirst();
  }

  @AfterEach
  void restore() {
    server.execute("SET GLOBAL sql_mode = '" + usual + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ANSI_QUOTES",
        "NO_BACKSLASH_ESCAPES",
        "ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT,IGNORE_SPACE,PAD_CHAR_TO_FULL_LENGTH"
      })
  void hostileNamesAndTextsStayWhatTheyAre(String mode) throws SQLException {
    server.execute("SET GLOBAL sql_mode = '" + mode + "'");
    String database = HOSTILE + Long.toString(System.nanoTime(), 36);
    // the driver cannot log in to MariaDB by a name beyond ASCII
    String user = "u" + database.replace("ö", "o");
    try (Lab lab = Lab.on(product)) {
      DatabaseSpec there =
          DatabaseSpec.builder(database, Lab.owner("d"))
              .section(Lab.section(Map.of()))
              .comment(HOSTILE + "\\")
              .build();
      Users users = lab.session.capability(Users.class).orElseThrow();
      UserSpec login =
          UserSpec.builder(user, Lab.owner("u"))
              .section(Lab.section(Map.of()))
              .comment("\\" + HOSTILE)
              .password(PASSWORD, true)
              .build();
      try {
        converge(lab.databases(), there);
        converge(users, login);
        Claim grantee = Claim.of(Kind.USER, Lab.owner("u"), Section.empty("spec.mysql"));
        Map<String, Object> entry =
            Map.of("level", "database", "database", database, "privileges", List.of("SELECT"));
        converge(
            lab.session.capability(Grants.class).orElseThrow(),
            GrantSpec.builder(user, Lab.owner("g"), grantee)
                .section(Lab.section(Map.of("grants", List.of(entry))))
                .build());
        assertThat(script(lab, database)).isTrue();
        assertThat(reads(user, database)).isEqualTo("1");
      } finally {
        Lab.remove(users, login, DropMode.FORCE);
        Lab.remove(lab.databases(), there, DropMode.FORCE);
      }
      assertThat(lab.databases().names()).doesNotContain(database);
      assertThat(users.names()).doesNotContain(user);
    }
  }

  private static boolean script(Lab lab, String database) {
    List<String> texts = List.of("CREATE TABLE t (a INT); INSERT INTO t VALUES (1)");
    InitScript script =
        new InitScript(database, Lab.owner("d"), texts, false, false, Duration.ZERO);
    return lab.session.capability(InitScripts.class).orElseThrow().run(script).failed().isEmpty();
  }

  private String reads(String user, String database) throws SQLException {
    try (var client = server.connect(user, PASSWORD.reveal(), "");
        var statement = client.createStatement()) {
      statement.setEscapeProcessing(false);
      try (var row =
          statement.executeQuery("SELECT a FROM " + TestServer.identifier(database) + ".t")) {
        return row.next() ? row.getString(1) : "";
      }
    }
  }
}
