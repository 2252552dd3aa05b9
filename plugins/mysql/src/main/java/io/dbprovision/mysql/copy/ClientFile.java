package io.dbprovision.mysql.copy;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.jdbc.tls.TlsMaterial;
import io.dbprovision.jdbc.tool.SecretFile;
import io.dbprovision.mysql.connect.Server;
import io.dbprovision.mysql.connect.Target;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.TlsMode;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * What a client program is told by a file that nobody else can read: where the server is, who comes
 * and by which TLS. Never by arguments or the environment.
 */
public final class ClientFile {
  private static final SqlText CIPHER = SqlText.of("SHOW SESSION STATUS LIKE 'Ssl_cipher'");

  private final Server server;
  private final Path folder;

  private ClientFile(Server server, Path folder) {
    this.server = server;
    this.folder = folder;
  }

  /**
   * @param folder that nobody else can read
   */
  public static Path write(Server server, Path folder) {
    return new ClientFile(server, folder).write(server.run(ClientFile::encrypted));
  }

  private static boolean encrypted(Sql sql) throws SQLException {
    return sql.first(CIPHER, row -> row.getString(2))
        .filter(cipher -> !cipher.isEmpty())
        .isPresent();
  }

  /**
   * Where TLS is preferred, the program has it if this session has: then nobody can talk it out of
   * it.
   */
  private Path write(boolean encrypted) {
    Target target = server.target();
    StringBuilder text = new StringBuilder("[client]\n");
    add(text, "host", target.host().replaceFirst("^\\[(.*)]$", "$1"));
    add(text, "port", Integer.toString(target.port()));
    add(text, "protocol", "tcp");
    add(text, "user", target.admin().username());
    add(text, "password", target.admin().password().reveal());
    TlsMode asked = target.tls().mode();
    TlsMode mode =
        asked.compareTo(TlsMode.REQUIRE) >= 0
            ? asked
            : encrypted ? TlsMode.REQUIRE : TlsMode.DISABLE;
    if (server.facts().mariadb()) {
      mariadb(text, mode);
    } else {
      mysql(text, mode, asked);
    }
    if (mode != TlsMode.DISABLE) {
      material(text, target.tls(), mode.compareTo(TlsMode.VERIFY_CA) >= 0);
    }
    return SecretFile.write(folder, "client.cnf", SecretText.of(text.toString()));
  }

  /**
   * It knows no way to check the certificate alone; who asks for that gets the host's name checked
   * as well.
   */
  private static void mariadb(StringBuilder text, TlsMode mode) {
    if (mode == TlsMode.DISABLE) {
      text.append("skip-ssl\n");
      return;
    }
    text.append("ssl\n");
    text.append(
        mode.compareTo(TlsMode.VERIFY_CA) >= 0
            ? "ssl-verify-server-cert\n"
            : "skip-ssl-verify-server-cert\n");
  }

  private static void mysql(StringBuilder text, TlsMode mode, TlsMode asked) {
    String word =
        mode == TlsMode.DISABLE
            ? "DISABLED"
            : mode.compareTo(TlsMode.VERIFY_FULL) >= 0
                ? "VERIFY_IDENTITY"
                : mode.compareTo(TlsMode.VERIFY_CA) >= 0 ? "VERIFY_CA" : "REQUIRED";
    add(text, "ssl-mode", word);
    if (asked == TlsMode.DISABLE) {
      text.append("get-server-public-key\n"); // the manifest took that risk
    }
  }

  private void material(StringBuilder text, TlsMaterial tls, boolean verified) {
    pem(text, "ssl-ca", verified && tls.ca().isBlank() ? TrustedCas.pem() : tls.ca());
    pem(text, "ssl-cert", tls.certificate());
    pem(text, "ssl-key", tls.key());
  }

  private void pem(StringBuilder text, String option, String pem) {
    if (!pem.isEmpty()) {
      add(text, option, SecretFile.write(folder, option + ".pem", SecretText.of(pem)).toString());
    }
  }

  /** The file's own escapes. */
  private static void add(StringBuilder text, String option, String value) {
    text.append(option)
        .append("=\"")
        .append(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"))
        .append("\"\n");
  }
}
