package io.dbprovision.mysql.sql;

import io.dbprovision.jdbc.Dialect;
import io.dbprovision.jdbc.SqlText;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The quoting of MySQL and MariaDB, right under every {@code sql_mode}.
 *
 * <p>Whether a backslash escapes within a literal depends on {@code NO_BACKSLASH_ESCAPES}; so a
 * literal never holds one: such a text is written as hexadecimal. Backticks quote names under every
 * mode, and know no escape but their own doubling; logins and hosts are quoted by them, too.
 */
public final class MyDialect extends Dialect {
  public static final MyDialect MY = new MyDialect();

  private MyDialect() {}

  @Override
  protected String quoteIdentifier(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  @Override
  protected String quoteLiteral(String value) {
    return value.indexOf('\\') < 0 ? "'" + value.replace("'", "''") + "'" : introduced(value);
  }

  private static String introduced(String value) {
    return "_utf8mb4 0x" + HexFormat.of().formatHex(value.getBytes(StandardCharsets.UTF_8));
  }

  /** One account: {@code `user`@`host`}. */
  public SqlText account(String user, String host) {
    return SqlText.of("{}@{}", identifier(user), identifier(host));
  }
}
