package io.dbprovision.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.Databases;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.Session;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The contract of an engine that has {@link Databases}. */
public abstract class DatabasesContract extends ManagedContract<DatabaseSpec> {

  /**
   * An ordinary client, no superuser, that stays connected to the database; empty where an engine
   * has no such thing.
   */
  protected Optional<AutoCloseable> connect(String database) {
    return Optional.empty();
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
  protected DatabaseSpec plain(String name, Owner owner, Provenance provenance) {
    return DatabaseSpec.builder(name, owner).provenance(provenance).build();
  }

  @Test
  public void theUsersCommentAndTheRecordLiveTogether() {
    String name = fresh();
    DatabaseSpec spec =
        DatabaseSpec.builder(name, SELF).comment("it's \"the\" shop's \\ 100% {data}").build();
    make(spec);
    assertInSync(spec);
    assertThat(recordOf(name))
        .as("a comment of the user's leaves the record readable")
        .contains(SELF);
    applyAll(managed().removal(spec, DropMode.RETAIN));
    make(
        DatabaseSpec.builder(name, SELF)
            .comment(spec.comment())
            .provenance(Provenance.adopted(null))
            .build());
    assertInSync(spec);
  }

  @Test
  public void aDatabaseInUseIsNotDroppedUnlessForced() throws Exception {
    String name = fresh();
    make(plain(name));
    Optional<AutoCloseable> client = connect(name);
    assumeTrue(client.isPresent(), "this engine's databases have no connections");
    try (AutoCloseable connected = client.get()) {
      assertThat(connected).isNotNull();
      Plan drop = managed().removal(plain(name), DropMode.DROP);
      Applied applied = managed().apply(drop, ids(drop));
      assertThat(applied.failure()).as("DROP fails when something uses it").isPresent();
      assertThat(applied.failedChange()).as("a failure comes with its change").isPresent();
      assertThat(server().exists(name)).as("a DROP that failed dropped nothing").isTrue();
      applyAll(managed().removal(plain(name), DropMode.FORCE));
      assertThat(server().exists(name)).as("FORCE disconnects who uses it").isFalse();
    }
  }
}
