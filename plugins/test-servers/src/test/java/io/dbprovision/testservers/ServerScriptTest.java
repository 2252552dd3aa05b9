package io.dbprovision.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerScriptTest {
  @TempDir private Path folder;

  private ServerScript script(String text) throws IOException {
    Path path = folder.resolve("server.sh");
    Files.writeString(path, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    return new ServerScript(path);
  }

  @Test
  void itsValuesComeWithoutQuotesAndMayHoldAnEqualsSign() {
    assertThat(ServerScript.values("HOST=127.0.0.1\nLOG='/tmp/a b'\nFLAGS=x=y\nNONE=''\n"))
        .isEqualTo(Map.of("HOST", "127.0.0.1", "LOG", "/tmp/a b", "FLAGS", "x=y", "NONE", ""));
  }

  @Test
  void thePasswordIsPutIntoTheStatementsThatMakeTheAdmin() throws IOException {
    ServerScript script =
        script("[ $* = admin ] && echo \"MAKE a '{password}';\" && echo 'GIVE a ALL;'");
    assertThat(script.adminStatements("s3cret")).containsExactly("MAKE a 's3cret'", "GIVE a ALL");
  }

  @Test
  void aScriptThatFailsIsSaidSo() throws IOException {
    ServerScript script = script("exit 3");
    assertThatThrownBy(() -> script.adminStatements("s3cret"))
        .hasMessageContaining("server.sh, admin] failed")
        .hasMessageNotContaining("s3cret");
  }
}
