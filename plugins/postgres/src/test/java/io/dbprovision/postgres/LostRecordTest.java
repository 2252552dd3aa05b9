package io.dbprovision.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Change;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.Provenance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** A comment that somebody sets takes the record with it. */
@ParameterizedClass
@ValueSource(ints = {15, 18})
class LostRecordTest extends CopyScene {
  LostRecordTest(int major, @TempDir Path folder) {
    super(major, folder);
  }

  @Test
  void itIsRenewedBehindTheirCommentAndTheDatabaseIsCopied() throws IOException {
    String name = owned("lost_record");
    lab.fill(name);
    server.execute("postgres", "COMMENT ON DATABASE lost_record IS 'mine'");
    OwnershipRecord records = admin.session.capability(OwnershipRecord.class).orElseThrow();

    assertThat(records.renew(Kind.DATABASE, name, Lab.owner(name))).isTrue();

    assertThat(server.ask("postgres", comment(name)))
        .singleElement()
        .asString()
        .startsWith("mine [dbops:1 ")
        .contains("team-a/lost_record");
    assertThat(desk.dump(name, NONE).summary.contents().isKnown()).isTrue();
  }

  @Test
  void aRecordOfAnotherFormIsSomebodyElses() {
    String name = owned("lost_form");
    String form = "'theirs [dbops:7 whatever]'";
    server.execute("postgres", "COMMENT ON DATABASE lost_form IS " + form);
    OwnershipRecord records = admin.session.capability(OwnershipRecord.class).orElseThrow();

    assertThat(records.renew(Kind.DATABASE, name, Lab.owner(name))).isFalse();

    assertThat(server.ask("postgres", comment(name))).containsExactly("theirs [dbops:7 whatever]");
    Owner owner = Lab.owner(name);
    assertThat(records.ownerOf(Kind.DATABASE, name)).as("nobody readable").isEmpty();
    server.execute("postgres", "COMMENT ON DATABASE lost_form IS NULL");
    assertThat(records.renew(Kind.DATABASE, name, owner)).as("for the test's end").isTrue();
  }

  @Test
  void aCommentThatTheManifestAsksForIsAnotherMatterThanTheRecord() {
    String name = database("lost_comment", Map.of());
    server.execute("postgres", "COMMENT ON DATABASE lost_comment IS 'mine'");
    var spec =
        Lab.database(name, Map.of())
            .comment("theirs to ask for")
            .provenance(Provenance.witnessedBefore())
            .build();

    assertThat(admin.databases().plan(spec).changes())
        .extracting(Change::path)
        .containsExactly("ownershipRecord", "comment");
    Lab.converge(admin.databases(), spec);
    assertThat(server.ask("postgres", comment(name)))
        .singleElement()
        .asString()
        .startsWith("theirs to ask for [dbops:1 ");
  }

  private static String comment(String database) {
    return "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '"
        + database
        + "'";
  }
}
