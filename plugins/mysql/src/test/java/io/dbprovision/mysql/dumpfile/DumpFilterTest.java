package io.dbprovision.mysql.dumpfile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DumpFilterTest {
  private static final String END = "\n-- Dump completed\n";

  private static StatementRules rules() {
    return new StatementRules(
        new StatementRules.Wanted("tmp", true, true, true, false, "DISABLE ON SLAVE"));
  }

  private static String filtered(String dump) throws IOException {
    return filtered(dump, rules(), dump.length());
  }

  private static String filtered(String dump, StatementRules rules, int piece) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] bytes = dump.getBytes(ISO_8859_1);
    try (DumpFilter filter = new DumpFilter(out, rules)) {
      for (int at = 0; at < bytes.length; at += piece) {
        filter.write(bytes, at, Math.min(piece, bytes.length - at));
      }
    }
    return out.toString(ISO_8859_1);
  }

  @Test
  void definersAreTakenOutOfWhatIsMadeAndOfNothingElse() throws IOException {
    StatementRules rules = rules();
    String dump =
        """
        INSERT INTO `t` VALUES ('CREATE DEFINER=`a`@`b` VIEW');
        /*!50001 CREATE ALGORITHM=UNDEFINED */
        /*!50013 DEFINER=`ro``ot`@`%` SQL SECURITY DEFINER */
        /*!50001 VIEW `v` AS select 'DEFINER=`a`@`b`' AS `x` */;
        DELIMITER ;;
        /*!50003 CREATE*/ /*!50017 DEFINER='x'@'h'*/ /*!50003 TRIGGER `shop`.`t` BEFORE INSERT ON `shop`.c FOR EACH ROW BEGIN SET @a = 1; END */;;
        CREATE DEFINER=CURRENT_USER() PROCEDURE `p`() BEGIN SELECT 1; SELECT "a;;b"; END ;;
        DELIMITER ;
        """
            + END;
    assertThat(filtered(dump, rules, dump.length()))
        .isEqualTo(
            dump.replace("DEFINER=`ro``ot`@`%`", "")
                .replace("DEFINER='x'@'h'", "")
                .replace("DEFINER=CURRENT_USER()", "")
                .replace("`shop`.", ""));
    assertThat(rules.definers()).containsExactlyInAnyOrder("ro`ot@%", "x@h", "CURRENT_USER");
  }

  @Test
  void itMattersNotWhereTheBytesAreCut() throws IOException {
    String dump =
        """
        /*M!999999\\- enable the sandbox mode */\s
        -- it's a comment; with a delimiter
        # and 'another
        /* and ' one ; more */
        SET SQL_MODE='NO_AUTO_VALUE_ON_ZERO';
        INSERT INTO `a;b` VALUES (1,'x\\';y'),(2,'--'),(3,0x2F2A);
        DELIMITER ;;
        SET sql_mode = 'NO_BACKSLASH_ESCAPES' ;;
        CREATE PROCEDURE p() SELECT '\\'; SELECT 'DEFINER=`x`' ;;
        SET sql_mode = @saved ;;
        CREATE DEFINER=`x`@`y` PROCEDURE q() SELECT '\\'' ;;
        DELIMITER ;
        INSERT INTO `c` VALUES (1);
        """
            + END;
    String whole = filtered(dump);
    assertThat(whole).doesNotContain("sandbox").contains("SELECT 'DEFINER=`x`'");
    assertThat(whole).contains("CREATE  PROCEDURE q()");
    for (int piece = 1; piece < 40; piece++) {
      assertThat(filtered(dump, rules(), piece)).as("pieces of %s", piece).isEqualTo(whole);
    }
  }

  @Test
  void whatIsTheServersOrAnotherDatabasesIsLeftOut() throws IOException {
    String dump =
        """
        SET @@SESSION.SQL_LOG_BIN= 0;
        SET @@GLOBAL.GTID_PURGED=/*!80000 '+'*/ 'x:1-2';
        CREATE DATABASE /*!32312 IF NOT EXISTS*/ `shop`;
        USE `shop`;
        ALTER DATABASE `shop` CHARACTER SET latin1 COLLATE latin1_bin ;
        SET NAMES utf8mb4;
        """
            + END;
    assertThat(filtered(dump).strip().lines())
        .filteredOn(line -> !line.isBlank())
        .containsExactly(
            "ALTER DATABASE `tmp` CHARACTER SET latin1 COLLATE latin1_bin ;",
            "SET NAMES utf8mb4;",
            "-- Dump completed");
    assertThatThrownBy(() -> filtered("USE `a`;\nUSE `b`;\n" + END))
        .isInstanceOf(DumpFilter.Refusal.class);
  }

  @Test
  void anEventWaitsUntilItIsInItsPlace() throws IOException {
    String event =
        "CREATE DEFINER=`x`@`y` EVENT `e` ON SCHEDULE EVERY 1 DAY ON COMPLETION NOT PRESERVE ENABLE"
            + " COMMENT 'DO ENABLE' DO SET @x = 'ENABLE';\n";
    String waiting = filtered(event + END);
    assertThat(waiting).contains("PRESERVE DISABLE ON SLAVE COMMENT 'DO ENABLE' DO SET @x = 'ENA");
    assertThat(Creation.awake(waiting.lines().findFirst().orElseThrow(), true))
        .contains("PRESERVE ENABLE COMMENT 'DO ENABLE' DO SET @x = 'ENABLE'");
    String asleep = filtered(event.replace(" ENABLE COMM", " DISABLE ON REPLICA COMM") + END);
    assertThat(asleep).contains("PRESERVE DISABLE COMMENT");
    assertThat(Creation.awake(asleep.lines().findFirst().orElseThrow(), true))
        .contains("PRESERVE DISABLE COMMENT");
  }

  @Test
  void whatIsNotWantedIsLeftOutAndSaid() throws IOException {
    StatementRules rules =
        new StatementRules(new StatementRules.Wanted("tmp", false, false, false, true, "DISABLE"));
    String dump =
        """
        SET FOREIGN_KEY_CHECKS=0;
        CREATE TABLE `t` (a INT);
        CREATE PROCEDURE p() SELECT 1;
        CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW SET @a = 1;
        CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO SET @a = 1;
        CREATE VIEW v AS SELECT 1;
        """
            + END;
    assertThat(filtered(dump, rules, 7).strip())
        .isEqualTo("CREATE TABLE `t` (a INT);\nCREATE VIEW v AS SELECT 1;\n" + END.stripTrailing());
    assertThat(rules.leftOut()).containsExactlyInAnyOrder("routines", "triggers", "events");
    assertThat(rules.tables()).isEqualTo(1);
  }

  @Test
  void rowsAreCountedWhateverTheyHold() throws IOException {
    String dump =
        """
        DROP TABLE IF EXISTS `a`;
        CREATE TABLE `a` (x TEXT);
        INSERT INTO `a` VALUES ('(),(' ),('\\'),('),(NULL);
        INSERT INTO `a` (`x`, `y(`) VALUES ('1'),(CONCAT('2', (3)));
        CREATE TABLE `em``pty` (x INT);
        CREATE TABLE `view` (x INT);
        DROP TABLE IF EXISTS `view`;
        INSERT  IGNORE INTO `b` VALUES
        (1),
        (2);
        """
            + END;
    Random random = new Random(7);
    for (int round = 0; round < 50; round++) {
      RowCounter counter = new RowCounter();
      byte[] bytes = dump.getBytes(ISO_8859_1);
      for (int at = 0; at < bytes.length; ) {
        int piece = Math.min(1 + random.nextInt(30), bytes.length - at);
        counter.write(bytes, at, piece);
        at += piece;
      }
      assertThat(counter.rows()).isEqualTo(Map.of("a", 5L, "em`pty", 0L, "b", 2L));
    }
  }

  @Test
  void aDumpIsCompleteOnlyWithItsLastLine() {
    assertThat(complete("x;" + END)).isTrue();
    assertThat(complete("x;\n-- Dump completed on 2026-01-01 10:00:00\n")).isTrue();
    assertThat(complete("x;\n-- Dump completed")).isFalse();
    assertThat(complete("INSERT INTO t VALUES ('\n-- Dump completed\n');\n")).isFalse();
    assertThat(complete("")).isFalse();
  }

  private static boolean complete(String dump) {
    Trailer trailer = new Trailer();
    for (byte each : dump.getBytes(ISO_8859_1)) {
      trailer.write(new byte[] {each}, 0, 1);
    }
    return trailer.complete();
  }

  @Test
  void aTriggerIsMadeInAnotherDatabaseByItsNames() {
    String shown = "CREATE DEFINER=`a`@`%` TRIGGER t BEFORE INSERT ON `c` FOR EACH ROW SET @x = 1";
    assertThat(Creation.qualified(shown, true, "sh`op"))
        .isEqualTo(
            "CREATE DEFINER=`a`@`%` TRIGGER `sh``op`.t BEFORE INSERT ON `sh``op`.`c` FOR EACH ROW"
                + " SET @x = 1");
    assertThat(
            Creation.portable(
                "CREATE DEFINER=`a`@`%` VIEW `tmp`.`v` AS select `tmp`.`f`(`t`.`x`) AS `tmp`,"
                    + " 'tmp.' from `tmp`.`t`",
                true, "tmp"))
        .isEqualTo("CREATE  VIEW `v` AS select `f`(`t`.`x`) AS `tmp`, 'tmp.' from `t`");
  }
}
