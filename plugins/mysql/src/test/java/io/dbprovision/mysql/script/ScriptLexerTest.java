package io.dbprovision.mysql.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptLexerTest {
  private static final Quoting USUAL = Quoting.of("STRICT_TRANS_TABLES");

  private static List<String> split(String text) {
    return split(text, USUAL);
  }

  private static List<String> split(String text, Quoting quoting) {
    return ScriptLexer.split(text, quoting).stream().map(Piece::text).toList();
  }

  private static void isOne(String statement) {
    assertThat(split(statement + "; SELECT 1")).containsExactly(statement, "SELECT 1");
  }

  @Test
  void semicolonsInQuotesAndCommentsEndNothing() {
    isOne("SELECT 'a;b', 'it\\';s', 'it'';s', \"x;\\\";y\", `x;``y\\`");
    isOne("SELECT 1 -- ;\n, 2 # ;\n, 3 /* ; */");
    isOne("SELECT 5--1");
    isOne("SELECT 1 /* /* ; */");
  }

  @Test
  void quotesMeanWhatTheSqlModeSays() {
    assertThat(split("SELECT 'a\\'; SELECT 2", Quoting.of("NO_BACKSLASH_ESCAPES"))).hasSize(2);
    assertThat(split("SELECT 'a\\'; SELECT 2", USUAL)).hasSize(1);
    assertThat(split("SELECT \"a\\\"; SELECT 2", Quoting.of("ANSI,ANSI_QUOTES"))).hasSize(2);
    assertThat(split("SELECT \"a\\\"; SELECT 2", USUAL)).hasSize(1);
  }

  @Test
  void twoDashesAreNoCommentWithoutASpace() {
    assertThat(split("SELECT 1 --; SELECT 2")).hasSize(2);
    assertThat(split("SELECT 1 -- ; SELECT 2")).hasSize(1);
  }

  @Test
  void commentsAreLeftOutUnlessTheServerExecutesThem() {
    assertThat(split(" ; -- nothing\n ; /* nor here */ ;; # no\n")).isEmpty();
    assertThat(split("/*!40101 SET NAMES utf8 */; /*M!100100 SET @a = 1 */;"))
        .containsExactly("/*!40101 SET NAMES utf8 */", "/*M!100100 SET @a = 1 */");
    isOne(
        "/*!50003 CREATE*/ /*!50017 DEFINER=`root`@`%`*/ /*!50003 TRIGGER t BEFORE INSERT ON a"
            + " FOR EACH ROW BEGIN SET @a = 1; /* ; */ SET @b = 2; END */");
  }

  @Test
  void theBodyOfARoutineIsOneStatement() {
    isOne("CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END");
    isOne("CREATE OR REPLACE DEFINER = 'a'@'%' PROCEDURE p(IN a INT) begin select 1; end");
    isOne("CREATE TRIGGER t AFTER UPDATE ON a FOR EACH ROW BEGIN SET @a = 1; END");
    isOne("CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO BEGIN DELETE FROM a; DELETE FROM b; END");
    isOne("CREATE PROCEDURE p() l: BEGIN LEAVE l; END l");
    isOne("CREATE PROCEDURE p() BEGIN DECLARE EXIT HANDLER FOR 1062 BEGIN END; SELECT 1; END");
    isOne("CREATE FUNCTION f() RETURNS VARCHAR(9) CHARACTER SET utf8mb4 BEGIN RETURN 1; END");
    isOne("BEGIN NOT ATOMIC SELECT 1; SELECT 2; END");
  }

  @Test
  void aBodyNeedsNoBegin() {
    isOne("CREATE PROCEDURE p() IF @a THEN SELECT 1; ELSEIF @b THEN SELECT 2; END IF");
    isOne("CREATE PROCEDURE p(a INT) COMMENT 'x' CASE a WHEN 1 THEN SELECT 1; END CASE");
    isOne("CREATE PROCEDURE p() l: LOOP LEAVE l; END LOOP");
    isOne("CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW IF @a THEN SET @b = 1; END IF");
    isOne("CREATE PROCEDURE p() REPEAT SET @a = 1; UNTIL @a END REPEAT");
    isOne("CREATE PROCEDURE p() WHILE @a DO SET @a = 0; END WHILE");
    isOne("CREATE PROCEDURE p() SELECT 1");
    isOne("CREATE FUNCTION f(a INT) RETURNS INT DETERMINISTIC RETURN IF(a, 1, 2)");
    isOne("CREATE FUNCTION f(a INT) RETURNS INT RETURN CASE a WHEN 1 THEN IF(a, 1, 2) END");
    isOne("CREATE PROCEDURE p() DROP TABLE IF EXISTS t");
  }

  @Test
  void whatOnlyLooksLikeABlockIsNone() {
    isOne(
        "CREATE PROCEDURE p() BEGIN DROP TABLE IF EXISTS t; SELECT IF(1, 2, 3), REPEAT('x', 3),"
            + " CASE WHEN 1 THEN IF(1, 2, 3) ELSE IF(4, 5, 6) END FROM a FOR UPDATE;"
            + " SELECT t.end, @if, `begin` FROM t; SET @x := IF(1, 2, 3); END");
    isOne(
        "CREATE PROCEDURE p() BEGIN CASE a WHEN 1 THEN IF (a) THEN SELECT 1; END IF; ELSE"
            + " BEGIN END; END CASE; IF CASE WHEN a THEN b END THEN SELECT 1; END IF; END");
    assertThat(split("BEGIN; INSERT INTO a VALUES (1); COMMIT")).hasSize(3);
    assertThat(split("CREATE TABLE IF NOT EXISTS t (a INT); SELECT CASE 1 WHEN 1 THEN 2 END"))
        .hasSize(2);
    assertThat(split("DROP PROCEDURE IF EXISTS p; SELECT 1")).hasSize(2);
    assertThat(split("ALTER EVENT e DISABLE; SELECT 1")).hasSize(2);
  }

  @Test
  void aBodyOfAnotherLanguageIsNotRead() {
    isOne("CREATE FUNCTION f() RETURNS INT LANGUAGE JAVASCRIPT AS $$ let a = 1; return a; $$");
    isOne("CREATE FUNCTION f() RETURNS INT LANGUAGE JAVASCRIPT AS $x$ '; $$; $x$");
  }

  @Test
  void whatIsLeftOpenRunsToTheEnd() {
    for (String open :
        List.of("SELECT 'x;", "SELECT \"x;", "SELECT `x;", "SELECT 1 /* ;", "SELECT '\\")) {
      assertThat(split(open)).containsExactly(open);
    }
  }

  @Test
  void theLineOfAStatementIsCountedInItsEntry() {
    Entry entry = Entry.of("SELECT 1;\n\n-- two\nSELECT 2;\nSELECT\n3", USUAL);
    assertThat(entry.line(0, 1)).isEqualTo(1);
    assertThat(entry.line(1, 2)).isEqualTo(4);
    assertThat(entry.line(2, 2)).isEqualTo(6);
  }

  @Test
  void statementsThatEndTransactionsAreSeenBehindComments() {
    for (String control :
        List.of(
            "/* x */ -- y\n commit",
            "BEGIN",
            "/*!40000 START TRANSACTION */",
            "XA END 'x'",
            "ROLLBACK",
            "SET autocommit = 1")) {
      assertThat(Commits.control(ScriptLexer.split(control, USUAL).getFirst()))
          .as(control)
          .isTrue();
    }
    for (String implicit :
        List.of(
            "CREATE TABLE t (a INT)",
            "/*!40000 ALTER TABLE t DISABLE KEYS */",
            "TRUNCATE t",
            "SET PASSWORD = 'x'",
            "LOCK TABLES t READ")) {
      assertThat(Commits.implicit(ScriptLexer.split(implicit, USUAL).getFirst()))
          .as(implicit)
          .isTrue();
    }
    for (String harmless :
        List.of(
            "ROLLBACK TO SAVEPOINT s",
            "SELECT 'commit'",
            "SET @a = 1",
            "INSERT INTO t SELECT 1",
            "CREATE TEMPORARY TABLE t (a INT)",
            "BEGIN NOT ATOMIC SELECT 1; END")) {
      assertThat(Commits.any(Entry.of(harmless, USUAL))).as(harmless).isFalse();
    }
  }
}
