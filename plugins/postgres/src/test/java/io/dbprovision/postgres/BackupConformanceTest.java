package io.dbprovision.postgres;

import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineContext;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.testkit.BackupContract;
import io.dbprovision.spi.testkit.EngineUnderTest;
import io.dbprovision.spi.testkit.ServerHand;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("majors")
class BackupConformanceTest extends BackupContract {
  private final CopyLab lab;

  BackupConformanceTest(int major) {
    this.lab = new CopyLab(PostgresServers.plain(major));
  }

  static List<Integer> majors() {
    return PostgresServers.majors();
  }

  @Override
  protected EngineUnderTest underTest() {
    return new EngineUnderTest() {
      @Override
      public Engine engine() {
        return new PostgresEngine();
      }

      @Override
      public Endpoint endpoint() {
        return Lab.endpoint(lab.server(), lab.server().admin()).build();
      }

      @Override
      public EngineContext context() {
        return CopyLab.context();
      }
    };
  }

  @Override
  protected ServerHand server() {
    return new DatabaseHand(lab.server());
  }

  @Override
  protected DatabaseSpec.Builder desired(String name, Owner owner) {
    return DatabaseSpec.builder(name, owner)
        .section(
            Lab.section(Map.of("ownership", Map.of("autoOwnership", true, "dropOnDelete", true))));
  }

  @Override
  protected void forget(String database) {
    lab.forget(database);
  }

  @Override
  protected void fill(String database) {
    lab.fill(database);
  }

  @Override
  protected List<String> content(String database) {
    return lab.content(database);
  }

  @Override
  protected String settings(String database) {
    return lab.settings(database);
  }

  @Override
  protected void adorn(String database) {
    lab.adorn(database);
  }

  @Override
  protected boolean reads(Credentials login, String database) {
    return lab.reads(login, database);
  }

  @Override
  protected boolean letsIn(Credentials login, String database) {
    return lab.letsIn(login, database);
  }

  @Override
  protected List<Section> blocks() {
    return List.of(
        Lab.section(Map.of("format", "custom")),
        Lab.section(Map.of("format", "plain")),
        Lab.section(Map.of("format", "directory", "jobs", 2)),
        Lab.section(Map.of("format", "tar")));
  }

  @Override
  protected boolean writesFiles(Section block) {
    return block.text("format").orElse("").equals("directory");
  }

  @Override
  protected List<Path> dumpPrograms() {
    return List.of(lab.program("pg_dump"));
  }
}
