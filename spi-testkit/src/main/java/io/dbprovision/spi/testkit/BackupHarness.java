package io.dbprovision.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbprovision.spi.ContentSummary;
import io.dbprovision.spi.CopyScope;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.Databases;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.Dump;
import io.dbprovision.spi.DumpRequest;
import io.dbprovision.spi.DumpSummary;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineContext;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Load;
import io.dbprovision.spi.LoadRequest;
import io.dbprovision.spi.LogicalDump;
import io.dbprovision.spi.LogicalRestore;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.RestorePlace;
import io.dbprovision.spi.RestoreSpec;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.Users;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the suite of dumps and restores does again and again. A plugin extends the suite. */
public abstract class BackupHarness extends ManagedHarness<DatabaseSpec> {
  @TempDir private Path folder;

  private final List<String> made = new ArrayList<>();
  private int scratches;
  private Set<String> before = Set.of();

  /**
   * Puts rows and objects into a database as its owner would, without the engine: hostile names,
   * hostile values, and more than 2 MB in all, one value of it of 500 kB or more.
   */
  protected abstract void fill(String database);

  /**
   * Every object and row that {@link #fill} makes, as sorted lines; empty for an empty database.
   */
  protected abstract List<String> content(String database);

  /** Owner, rights and settings of a database, without its identity inside the server. */
  protected abstract String settings(String database);

  /** Gives a database rights and settings that a new one does not have, without the engine. */
  protected abstract void adorn(String database);

  /** Whether a login can read rows that {@link #fill} put there. */
  protected abstract boolean reads(Credentials login, String database);

  /** Whether the server lets a login in at all. */
  protected abstract boolean letsIn(Credentials login, String database);

  /** An engine block of a backup for each way to write a whole dump. */
  protected abstract List<Section> blocks();

  /** The real programs that a dump of this server is made with; none where no program runs. */
  protected abstract List<Path> dumpPrograms();

  /** Drops a database that a restore made without a record, with all that came with it. */
  protected void forget(String database) {
    server().drop(database);
  }

  /** A database of the manifest as users write it; by default the plainest. */
  protected DatabaseSpec.Builder desired(String name, Owner owner) {
    return DatabaseSpec.builder(name, owner);
  }

  /** Where a worker logs in. */
  protected Endpoint worker(Credentials login, String database) {
    Endpoint admin = underTest().endpoint();
    return Endpoint.builder(admin.engine(), admin.host(), admin.port(), login)
        .database(database)
        .tls(admin.tls())
        .options(admin.options())
        .build();
  }

  @Override
  protected final Managed<DatabaseSpec> managed(Session session) {
    return session
        .capability(Databases.class)
        .orElseThrow(() -> new AssertionError("the session has no Databases"));
  }

  @Override
  protected final Kind kind() {
    return Kind.DATABASE;
  }

  @Override
  protected final DatabaseSpec plain(String name, Owner owner, Provenance provenance) {
    return desired(name, owner).provenance(provenance).build();
  }

  @Override
  protected final DatabaseSpec changed(String name, Owner owner) {
    return desired(name, owner).comment("changed").build();
  }

  @BeforeEach
  void lookAround() {
    before = everything();
  }

  @AfterEach
  void nothingIsLeft() {
    for (String database : made) {
      applyAll(managed().removal(plain(database), DropMode.FORCE));
    }
    assertThat(everything())
        .as("no login and no database of a copy outlives it")
        .containsExactlyInAnyOrderElementsOf(before);
  }

  /** Names of all logins and databases. */
  protected final Set<String> everything() {
    Set<String> names = new TreeSet<>();
    session().capability(Users.class).ifPresent(users -> names.addAll(users.names()));
    session().capability(Databases.class).ifPresent(bases -> names.addAll(bases.names()));
    return names;
  }

  /** A database of {@link #SELF}; removed after the test. */
  protected final String database() {
    String name = fresh();
    make(plain(name));
    made.add(name);
    return name;
  }

  protected final String filled() {
    String name = database();
    fill(name);
    return name;
  }

  protected final Section none() {
    return Section.empty("spec." + underTest().engine().section());
  }

  protected final LogicalDump dumps(Session session) {
    return session
        .capability(LogicalDump.class)
        .orElseThrow(() -> new AssertionError("the session has no LogicalDump"));
  }

  protected final LogicalRestore restores(Session session) {
    return session
        .capability(LogicalRestore.class)
        .orElseThrow(() -> new AssertionError("the session has no LogicalRestore"));
  }

  /** An empty folder for one copy. */
  protected final Path scratch() throws IOException {
    scratches++;
    return Files.createDirectory(folder.resolve("scratch" + scratches));
  }

  protected final CopyScope scope(String database, Section block) {
    return new CopyScope(fresh(), database, SELF, block, soon());
  }

  protected static Instant soon() {
    return Instant.now().plus(Duration.ofMinutes(10));
  }

  /** A finished dump. */
  protected static final class Copy {
    private final String format;
    private final byte[] bytes;
    private final DumpSummary summary;

    Copy(String format, byte[] bytes, DumpSummary summary) {
      this.format = format;
      this.bytes = bytes;
      this.summary = summary;
    }

    public String format() {
      return format;
    }

    /** Not a copy of them: nobody writes there. */
    public byte[] bytes() {
      return bytes;
    }

    public DumpSummary summary() {
      return summary;
    }
  }

  protected final Copy dump(String database, Section block) throws IOException {
    return dump(database, block, underTest().context());
  }

  protected final Copy dump(String database, Section block, EngineContext context)
      throws IOException {
    CopyScope scope = scope(database, block);
    Credentials login = dumps(session()).admit(scope);
    try (Session session = underTest().engine().open(worker(login, database), context);
        Dump dump = dumps(session).begin(new DumpRequest(database, block, scratch()))) {
      byte[] bytes = dump.stream().readAllBytes();
      return new Copy(dumps(session).format(block).name(), bytes, dump.finish());
    } finally {
      dumps(session()).dismiss(scope);
    }
  }

  /** For a database that is not there yet; one that is made of it is removed after the test. */
  protected final RestoreSpec.Builder anew(String database) {
    return RestoreSpec.builder(fresh(), database, soon()).block(none());
  }

  protected final RestoreSpec.Builder into(String database) {
    return anew(database).owner(SELF);
  }

  /** Fills what was prepared, and tells what is in it then. */
  protected final ContentSummary load(RestorePlace place, RestoreSpec spec, Copy copy)
      throws IOException {
    return load(place, spec, copy.format(), copy.bytes());
  }

  protected final ContentSummary load(
      RestorePlace place, RestoreSpec spec, String format, byte[] bytes) throws IOException {
    Endpoint endpoint = worker(place.login(), place.database());
    try (Session session = underTest().engine().open(endpoint, underTest().context());
        Load load =
            restores(session)
                .begin(new LoadRequest(place.database(), spec.block(), format, scratch()))) {
      IOException broken = write(load, bytes);
      load.finish();
      if (broken != null) {
        throw broken;
      }
      return restores(session).contents(place.database());
    }
  }

  private static @Nullable IOException write(Load load, byte[] bytes) {
    try (OutputStream stream = load.stream()) {
      stream.write(bytes);
      return null;
    } catch (IOException e) {
      return e; // finish tells why
    }
  }

  /** The whole way. */
  protected final ContentSummary restore(RestoreSpec spec, Copy copy) throws IOException {
    RestorePlace place = restores(session()).prepare(spec);
    ContentSummary contents = load(place, spec, copy);
    restores(session()).complete(spec);
    restores(session()).abandon(spec);
    return contents;
  }

  protected static EngineException failure(ThrowingCallable work) {
    return Objects.requireNonNull(
        catchThrowableOfType(EngineException.class, work), "nothing failed");
  }
}
