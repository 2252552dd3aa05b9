package io.dbprovision.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Section;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What a copy does not hold, or a restore does not bring back, is told. */
@ParameterizedClass
@ValueSource(ints = {15, 18})
class LeftOutTest extends CopyScene {
  private static final String DEFAULTS =
      "SELECT pg_get_userbyid(defaclrole), defaclobjtype FROM pg_default_acl ORDER BY 1, 2";

  LeftOutTest(int major, @TempDir Path folder) {
    super(major, folder);
  }

  @Test
  void aTableOrSchemaThatIsNotThereIsToldWithItsField() {
    String name = owned("left_nosuch");
    for (String field : List.of("tables", "schemas")) {
      Section block = CopyDesk.block(Map.of(field, List.of("nosuch")));
      EngineException refused = Lab.failure(() -> dumping(name, block));
      assertThat(refused.kind()).as(refused.getMessage()).isEqualTo(ErrorKind.INVALID);
      assertThat(refused.path()).contains("spec.postgres." + field);
      assertThat(refused.getMessage()).contains("\"nosuch\"", "leave it out");
    }
  }

  private void dumping(String name, Section block) {
    try {
      desk.dump(name, block);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void defaultRightsThatAScriptCannotBringBackAreTold() throws IOException {
    String name = owned("left_defaults");
    lab.fill(name);
    assertThat(server.ask(name, DEFAULTS)).isNotEmpty();
    Section plain = CopyDesk.block(Map.of("format", "plain"));
    CopyDesk.Copied copied = desk.dump(name, plain);
    for (boolean keepsOwners : new boolean[] {false, true}) {
      String target = anew("left_defaults_" + keepsOwners);
      CopyDesk.Loaded loaded =
          desk.restore(
              desk.spec(target, CopyDesk.block(Map.of("noOwner", !keepsOwners))).build(),
              "plain",
              copied.bytes);
      System.out.println(
          server.major()
              + " "
              + keepsOwners
              + " "
              + loaded.warnings()
              + server.ask(target, DEFAULTS));
      assertThat(loaded.warnings()).anyMatch(warning -> warning.contains("default privileges"));
    }
  }
}
