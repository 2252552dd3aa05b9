package io.dbprovision.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an engine's jar says in META-INF: without it, no manifest can use the engine. */
@ExtendWith(BrokenContract.class)
public abstract class EngineFilesContract {
  /** The provider, made without arguments as the operator makes it. */
  protected abstract Engine engine();

  private PluginFiles files() {
    return new PluginFiles(engine().getClass());
  }

  @Test
  public void theServicesFileNamesTheEngine() {
    files().assertService(Engine.class);
  }

  @Test
  public void theListedEngineNamesAreTheEnginesOwn() {
    assertThat(files().engineNames())
        .as("META-INF/dbops/schema/engines.yaml lists Engine.names(), a line '- name' each")
        .containsExactlyInAnyOrderElementsOf(
            engine().names().stream().map(EngineName::value).toList());
  }

  @Test
  public void instancesHaveASchema() {
    assertThat(files().mounts("databaseinstance.yaml"))
        .as("META-INF/dbops/schema/databaseinstance.yaml has the schema of the instance's block")
        .isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "databaseinstance",
        "database",
        "databaseuser",
        "databaserole",
        "databasegrant",
        "databasebackup",
        "databaserestore"
      })
  public void aSchemaIsMountedAtTheEnginesBlock(String kind) {
    List<String> mounts = files().mounts(kind + ".yaml");
    assertThat(mounts)
        .as(
            "META-INF/dbops/schema/%s.yaml mounts at the key of Engine.section(): what stands"
                + " elsewhere, Kubernetes takes and the engine never sees",
            kind)
        .allSatisfy(mount -> assertThat(mount).endsWith("." + engine().section()));
  }
}
