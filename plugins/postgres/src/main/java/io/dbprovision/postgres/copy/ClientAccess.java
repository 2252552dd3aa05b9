package io.dbprovision.postgres.copy;

import io.dbprovision.jdbc.tls.TlsMaterial;
import io.dbprovision.jdbc.tls.TrustedPem;
import io.dbprovision.jdbc.tool.SecretFile;
import io.dbprovision.postgres.connect.ServerTarget;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.TlsMode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How a client program reaches the server: as the driver does, with the same TLS. Password and key
 * are in files of the scratch folder that nobody else can read.
 *
 * @param environment of the program
 */
record ClientAccess(Map<String, String> environment) {
  ClientAccess {
    environment = Map.copyOf(environment);
  }

  /** Of the session: a copy takes as long as it takes; the worker has a deadline of its own. */
  static final String OPTIONS = "-c statement_timeout=0 -c idle_session_timeout=0";

  static ClientAccess write(ServerTarget target, Path scratch) {
    Credentials login = target.admin();
    Map<String, String> environment = new HashMap<>();
    environment.put("PGHOST", bare(target.host()));
    environment.put("PGPORT", Integer.toString(target.port()));
    environment.put("PGUSER", login.username());
    environment.put("PGCONNECT_TIMEOUT", Integer.toString(target.connectSeconds()));
    environment.put("PGAPPNAME", ToolSessions.APPLICATION);
    environment.put("PGGSSENCMODE", "disable");
    environment.put("PGCLIENTENCODING", "UTF8");
    environment.put("PGOPTIONS", OPTIONS);
    SecretText line = SecretText.of("*:*:*:*:" + escaped(login.password().reveal()) + "\n");
    environment.put("PGPASSFILE", SecretFile.write(scratch, "pgpass", line).toString());
    tls(target.tls(), scratch, environment);
    return new ClientAccess(environment);
  }

  private static void tls(TlsMaterial tls, Path scratch, Map<String, String> environment) {
    TlsMode mode = tls.mode();
    environment.put("PGSSLMODE", mode.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    if (mode == TlsMode.DISABLE) {
      return;
    }
    if (tls.verifiesChain()) {
      String trusted = tls.ca().isEmpty() ? TrustedPem.ofThisJvm() : tls.ca();
      put(environment, "PGSSLROOTCERT", scratch, "ca.crt", trusted);
    }
    if (!tls.certificate().isEmpty()) {
      put(environment, "PGSSLCERT", scratch, "client.crt", tls.certificate());
      put(environment, "PGSSLKEY", scratch, "client.key", tls.key());
    }
  }

  private static void put(
      Map<String, String> environment, String name, Path scratch, String file, String text) {
    environment.put(name, SecretFile.write(scratch, file, SecretText.of(text)).toString());
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static String escaped(String password) {
    return password.replace("\\", "\\\\").replace(":", "\\:");
  }

  /** An argument that names a database, whatever its name: libpq takes some names for more. */
  static String database(String name) {
    return "--dbname=dbname='" + name.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
