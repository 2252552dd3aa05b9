package io.dbprovision.mysql;

import static io.dbprovision.mysql.TestServer.identifier;
import static io.dbprovision.mysql.TestServer.literal;

import java.util.ArrayList;
import java.util.List;

/**
 * One database as root sees it: filled with all that copies go wrong with, and told line by line.
 */
record CopiedDatabase(TestServer server, String name) {
  private static final String TABLE = "odd `name`; -- 'x' \"y\" -?*%_é";

  /** Rows and objects, as their owner might have them; more than 4 MB. */
  void fill() {
    String at = identifier(name) + ".";
    List<String> all = new ArrayList<>();
    all.add("USE " + identifier(name));
    all.add("SET NAMES utf8mb4");
    all.add(
        "CREATE TABLE parent (id INT PRIMARY KEY, note VARCHAR(200) DEFAULT 'a;b',"
            + " data LONGBLOB, twice INT AS (id * 2) STORED, spread INT AS (id + 1) VIRTUAL,"
            + " emoji VARCHAR(20) CHARACTER SET utf8mb4, old VARCHAR(20) CHARACTER SET latin1,"
            + " bits BIT(9), spot POINT, at TIMESTAMP NULL, CHECK (id >= 0)) ENGINE=InnoDB");
    all.add(
        "CREATE TABLE child (id INT PRIMARY KEY AUTO_INCREMENT, parent INT,"
            + " amount DECIMAL(10,2) DEFAULT 1.5,"
            + " CONSTRAINT to_parent FOREIGN KEY (parent) REFERENCES parent (id)"
            + " ON DELETE CASCADE, KEY by_amount (amount, parent)) ENGINE=InnoDB");
    all.add(
        "CREATE TABLE "
            + identifier(TABLE)
            + " ("
            + identifier("col `x`;?")
            + " TEXT) ENGINE=InnoDB");
    all.add("CREATE TABLE nothing_in_it (id INT PRIMARY KEY) ENGINE=InnoDB");
    all.add(
        "INSERT INTO parent (id, note, data, emoji, old, bits, spot, at) VALUES (0, 'it''s \\\\ a"
            + " \\n"
            + ";(\\'),(\\'', 0x00FF27225C0A, '\uD83D\uDE00', 'é', b'101010101', POINT(1, 2),"
            + " '2024-02-29 12:00:00'), (1, NULL, NULL, NULL, NULL, NULL, NULL, NULL), (2, '-- no"
            + " comment /*!50003 nor this */ DEFINER=`root`@`%`', '', '', '', b'0', NULL, NULL)");
    all.add("INSERT INTO parent (id, data) VALUES (3, REPEAT(UNHEX('00FF275C'), 400000))");
    all.add("INSERT INTO child (parent) VALUES (0), (1), (2), (3)");
    all.add(
        "INSERT INTO " + identifier(TABLE) + " VALUES (REPEAT('x''\\\\;', 1000)), (''), (NULL)");
    for (int i = 0; i < 10; i++) {
      all.add(
          "INSERT INTO "
              + identifier(TABLE)
              + " SELECT * FROM "
              + identifier(TABLE)
              + " WHERE "
              + identifier("col `x`;?")
              + " <> ''");
    }
    all.add(
        "CREATE FUNCTION total(x INT) RETURNS INT DETERMINISTIC READS SQL DATA"
            + " BEGIN DECLARE y INT; SELECT COUNT(*) INTO y FROM child WHERE parent = x; RETURN y;"
            + " END");
    all.add(
        "CREATE PROCEDURE say() COMMENT 'it;s' BEGIN SELECT 'DEFINER=`a`@`b` ;; \\\\ \\''; /* ; */"
            + " SELECT 1; END");
    all.add(
        "CREATE TRIGGER first_one BEFORE INSERT ON child FOR EACH ROW"
            + " BEGIN SET NEW.amount = NEW.amount + 1; SET @x = ';;'; END");
    all.add("CREATE TRIGGER second_one BEFORE INSERT ON child FOR EACH ROW SET @y = NEW.id");
    all.add(
        "CREATE TRIGGER "
            + at
            + "third_one BEFORE UPDATE ON "
            + at
            + "child FOR EACH ROW"
            + " SET NEW.amount = 0");
    all.add("SET SESSION sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'");
    all.add("CREATE PROCEDURE \"ansi; one\"() BEGIN SELECT '\\' AS \"a;b\"; END");
    all.add("SET SESSION sql_mode = ''");
    all.add("CREATE VIEW z_base AS SELECT id, total(id) AS children FROM parent");
    all.add("CREATE VIEW a_top AS SELECT id, 'x\\\\y;''z' AS words FROM z_base WHERE children > 0");
    all.add("CREATE SQL SECURITY INVOKER VIEW " + identifier("v `x`") + " AS SELECT 1 AS one");
    all.add(
        "CREATE EVENT clean ON SCHEDULE EVERY 1 DAY COMMENT 'it; DO ENABLE' DO"
            + " BEGIN DELETE FROM child WHERE id > 1000000; SET @z = 1; END");
    all.add("CREATE EVENT asleep ON SCHEDULE EVERY 1 WEEK DISABLE DO SET @w = 'ENABLE'");
    server.execute(all.toArray(String[]::new));
  }

  /** Nothing of it says who defines what, nor in which database it is. */
  List<String> content() {
    List<String> lines = new ArrayList<>();
    for (String table :
        server.ask(
            "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_TYPE = 'BASE TABLE'"
                + " AND TABLE_SCHEMA = "
                + literal(name))) {
      lines.add("table " + table + " " + rows(table));
      lines.add(shown("TABLE", table).replaceAll(" AUTO_INCREMENT=\\d+", ""));
    }
    for (String view :
        names("SELECT TABLE_NAME FROM information_schema.VIEWS WHERE TABLE_SCHEMA")) {
      lines.add("view " + shown("VIEW", view) + " " + rows(view));
    }
    lines.addAll(
        server.ask(
            "SELECT CONCAT_WS(' ', 'routine', ROUTINE_TYPE, ROUTINE_NAME, ROUTINE_DEFINITION,"
                + " SQL_MODE, ROUTINE_COMMENT, DTD_IDENTIFIER) FROM information_schema.ROUTINES"
                + " WHERE ROUTINE_SCHEMA = "
                + literal(name)));
    lines.addAll(
        server.ask(
            "SELECT CONCAT_WS(' ', 'trigger', TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_TIMING,"
                + " EVENT_MANIPULATION, ACTION_ORDER, ACTION_STATEMENT)"
                + " FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = "
                + literal(name)));
    lines.addAll(
        server.ask(
            "SELECT CONCAT_WS(' ', 'event', EVENT_NAME, EVENT_DEFINITION, STATUS, EVENT_COMMENT)"
                + " FROM information_schema.EVENTS WHERE EVENT_SCHEMA = "
                + literal(name)));
    return lines.stream().sorted().toList();
  }

  private List<String> names(String list) {
    return server.ask(list + " = " + literal(name));
  }

  private String shown(String sort, String thing) {
    String text =
        server
            .askAll("SHOW CREATE " + sort + " " + identifier(name) + "." + identifier(thing))
            .get(1);
    return text.replace(identifier(name) + ".", "").replaceAll("DEFINER=`[^`]*`@`[^`]*`", "");
  }

  private String rows(String table) {
    String at = identifier(name) + "." + identifier(table);
    List<String> columns =
        server.ask(
            "SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_NAME = "
                + literal(table)
                + " AND TABLE_SCHEMA = "
                + literal(name)
                + " ORDER BY ORDINAL_POSITION");
    StringBuilder sum = new StringBuilder("SELECT CONCAT(COUNT(*)");
    for (String column : columns) {
      sum.append(", ' ', COALESCE(SUM(CRC32(").append(identifier(column)).append(")), 'none')");
    }
    return server.ask(sum + ") FROM " + at).getFirst();
  }

  /** Defaults and what anybody holds on it, but for the operator's passing logins. */
  String settings() {
    List<String> lines = new ArrayList<>();
    lines.add(new DatabaseHand(server).describe(name));
    String ours = " AND LEFT(User, 7) <> '_dbops_'";
    String db = " WHERE REPLACE(Db, '\\\\', '') = " + literal(name) + ours;
    lines.addAll(
        server.ask("SELECT CONCAT_WS(' ', User, Select_priv, Insert_priv) FROM mysql.db" + db));
    lines.addAll(
        server.ask(
            "SELECT CONCAT_WS(' ', User, Table_name, Table_priv) FROM mysql.tables_priv" + db));
    lines.addAll(
        server.ask(
            "SELECT CONCAT_WS(' ', User, Routine_name, Routine_type, Proc_priv)"
                + " FROM mysql.procs_priv"
                + db));
    return String.join("\n", lines.stream().sorted().toList());
  }

  void adorn() {
    String at = identifier(name) + ".";
    server.execute(
        "ALTER DATABASE " + identifier(name) + " CHARACTER SET latin1 COLLATE latin1_bin",
        "GRANT SELECT ON " + at + "* TO copy_reader@'%'",
        "GRANT INSERT ON " + at + "child TO copy_reader@'%'",
        "GRANT EXECUTE ON PROCEDURE " + at + "say TO copy_reader@'%'",
        "GRANT EXECUTE, ALTER ROUTINE ON FUNCTION "
            + at
            + "total TO copy_reader@'%' WITH GRANT OPTION");
  }
}
