package io.dbprovision.postgres;

import io.dbprovision.spi.ContentSummary;
import io.dbprovision.spi.CopyScope;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Dump;
import io.dbprovision.spi.DumpRequest;
import io.dbprovision.spi.DumpSummary;
import io.dbprovision.spi.Load;
import io.dbprovision.spi.LoadRequest;
import io.dbprovision.spi.LogicalDump;
import io.dbprovision.spi.LogicalRestore;
import io.dbprovision.spi.RestorePlace;
import io.dbprovision.spi.RestoreSpec;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Dumps and restores in one line each, on one server. */
final class CopyDesk {
  private final Lab admin;
  private final Path folder;
  private int count;

  CopyDesk(Lab admin, Path folder) {
    this.admin = admin;
    this.folder = folder;
  }

  static Section block(Map<String, ?> values) {
    return Section.of("spec.postgres", values);
  }

  static Instant soon() {
    return Instant.now().plus(Duration.ofMinutes(10));
  }

  Path scratch() throws IOException {
    return Files.createTempDirectory(folder, "scratch");
  }

  String id() {
    count++;
    return "desk" + Long.toString(System.nanoTime() & 0xFFFFFFFL, 36) + "-" + count;
  }

  LogicalDump dumps() {
    return admin.session.capability(LogicalDump.class).orElseThrow();
  }

  LogicalRestore restores() {
    return admin.session.capability(LogicalRestore.class).orElseThrow();
  }

  CopyScope scope(String database, Section block) {
    return new CopyScope(id(), database, Lab.owner(database), block, soon());
  }

  Session worker(Credentials login, String database) {
    return new PostgresEngine()
        .open(Lab.endpoint(admin.server, login).database(database).build(), CopyLab.context());
  }

  /** What came, and what is said of it. */
  static final class Copied {
    final byte[] bytes;
    final DumpSummary summary;

    Copied(byte[] bytes, DumpSummary summary) {
      this.bytes = bytes;
      this.summary = summary;
    }
  }

  Copied dump(String database, Section block) throws IOException {
    CopyScope scope = scope(database, block);
    Credentials login = dumps().admit(scope);
    try (Session session = worker(login, database);
        Dump dump =
            session
                .capability(LogicalDump.class)
                .orElseThrow()
                .begin(new DumpRequest(database, block, scratch()))) {
      byte[] bytes = dump.stream().readAllBytes();
      return new Copied(bytes, dump.finish());
    } finally {
      dumps().dismiss(scope);
    }
  }

  RestoreSpec.Builder spec(String database, Section block) {
    return RestoreSpec.builder(id(), database, soon()).block(block);
  }

  /** What a load came to. */
  record Loaded(ContentSummary contents, List<String> warnings) {}

  Loaded load(RestorePlace place, Section block, String format, byte[] bytes) throws IOException {
    try (Session session = worker(place.login(), place.database())) {
      LogicalRestore restores = session.capability(LogicalRestore.class).orElseThrow();
      try (Load load =
          restores.begin(new LoadRequest(place.database(), block, format, scratch()))) {
        write(load, bytes);
        List<String> warnings = load.finish();
        return new Loaded(restores.contents(place.database()), warnings);
      }
    }
  }

  private static void write(Load load, byte[] bytes) {
    try (OutputStream stream = load.stream()) {
      stream.write(bytes);
    } catch (IOException e) {
      // finish tells why
    }
  }

  /** The whole way; gives up when it fails. */
  Loaded restore(RestoreSpec spec, String format, byte[] bytes) throws IOException {
    try {
      RestorePlace place = restores().prepare(spec);
      Loaded loaded = load(place, spec.block(), format, bytes);
      restores().complete(spec);
      return loaded;
    } finally {
      restores().abandon(spec);
    }
  }
}
