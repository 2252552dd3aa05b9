package io.dbprovision.mysql;

import io.dbprovision.spi.ContentSummary;
import io.dbprovision.spi.CopyScope;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Dump;
import io.dbprovision.spi.DumpRequest;
import io.dbprovision.spi.DumpSummary;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineContext;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.Load;
import io.dbprovision.spi.LoadRequest;
import io.dbprovision.spi.LogicalDump;
import io.dbprovision.spi.LogicalRestore;
import io.dbprovision.spi.RestorePlace;
import io.dbprovision.spi.RestoreSpec;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.TlsSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A database with a little of everything, and both sides of its copies. */
abstract class CopyLab {
  final TestServer server;
  final Lab lab;
  final String name = "copies" + Long.toString(System.nanoTime(), 36);
  @TempDir Path folder;
  int folders;

  CopyLab(Product product) {
    server = Servers.copies(product);
    lab = Lab.as(server, server.admin());
  }

  @BeforeEach
  void fill() {
    Lab.converge(lab.databases(), Lab.database(name, Map.of()).build());
    server.execute(
        "USE " + name,
        "CREATE TABLE kept (id INT PRIMARY KEY) ENGINE=InnoDB",
        "CREATE TABLE dropped (id INT PRIMARY KEY) ENGINE=InnoDB",
        "INSERT INTO kept VALUES (1), (2)",
        "INSERT INTO dropped VALUES (1)",
        "CREATE PROCEDURE p() SELECT 1",
        "CREATE TRIGGER t BEFORE INSERT ON kept FOR EACH ROW SET @x = 1",
        "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO SET @x = 1");
  }

  @AfterEach
  void close() {
    server.execute(
        "DROP DATABASE IF EXISTS other_" + name,
        "DROP DATABASE IF EXISTS " + name,
        "DROP DATABASE IF EXISTS new_" + name,
        "DROP USER IF EXISTS weak_copier@'%'");
    lab.close();
  }

  static Section block(Map<String, ?> values) {
    return Section.of("spec.mysql", values);
  }

  CopyScope scope(Section block, Instant until) {
    return new CopyScope("scope-" + name, name, Lab.owner(name), block, until);
  }

  static Instant soon() {
    return Instant.now().plusSeconds(600);
  }

  LogicalDump dumps() {
    return lab.session.capability(LogicalDump.class).orElseThrow();
  }

  LogicalRestore restores() {
    return lab.session.capability(LogicalRestore.class).orElseThrow();
  }

  /** As somebody who verifies the server. */
  Session verifying(Credentials login, TlsSettings tls, EngineContext context) {
    EngineName engine = new EngineName("mysql");
    return new MySqlEngine()
        .open(
            Endpoint.builder(engine, "localhost", server.port(), login).tls(tls).build(), context);
  }

  Session worker(Credentials login, EngineContext context) {
    return new MySqlEngine()
        .open(Lab.endpoint(server, login).options(block(Map.of())).build(), context);
  }

  Path scratch() throws IOException {
    folders++;
    return Files.createDirectory(folder.resolve("scratch" + folders));
  }

  record Copy(String text, DumpSummary summary) {}

  Copy dump(Map<String, ?> values) throws IOException {
    return dump(values, BackupSuite.tools());
  }

  Copy dump(Map<String, ?> values, EngineContext context) throws IOException {
    CopyScope scope = scope(block(values), soon());
    Credentials login = dumps().admit(scope);
    try (Session session = worker(login, context);
        Dump dump =
            session
                .capability(LogicalDump.class)
                .orElseThrow()
                .begin(new DumpRequest(name, scope.block(), scratch()))) {
      String text = new String(dump.stream().readAllBytes(), StandardCharsets.UTF_8);
      return new Copy(text, dump.finish());
    } finally {
      dumps().dismiss(scope);
    }
  }

  record Filled(ContentSummary contents, List<String> warnings) {}

  Filled load(RestoreSpec spec, String text) throws IOException {
    RestorePlace place = restores().prepare(spec);
    try (Session session = worker(place.login(), BackupSuite.tools())) {
      LogicalRestore its = session.capability(LogicalRestore.class).orElseThrow();
      try (Load load = its.begin(new LoadRequest(place.database(), spec.block(), "", scratch()))) {
        try (OutputStream stream = load.stream()) {
          stream.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
          // finish tells why
        }
        List<String> warnings = load.finish();
        return new Filled(its.contents(place.database()), warnings);
      }
    }
  }

  RestoreSpec anew(Map<String, ?> values) {
    return RestoreSpec.builder("restore-" + name, "new_" + name, soon())
        .block(block(values))
        .build();
  }

  void dumpUnchecked(Map<String, ?> values) {
    try {
      dump(values);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
