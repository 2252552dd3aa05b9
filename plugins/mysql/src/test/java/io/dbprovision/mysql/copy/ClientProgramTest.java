package io.dbprovision.mysql.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbprovision.mysql.connect.ServerFacts;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which client program is taken for which server; the programs say a version and do nothing. */
class ClientProgramTest {
  /** No machine has a program of that series, so that none of its own is found. */
  private static final ServerFacts TWELVE = new ServerFacts(true, "12.1.2", false, 128, "utf8mb3");

  @TempDir Path folder;

  private void program(String name, String said) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, "#!/bin/sh\necho '" + said + "'\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mariadb-dump  Ver 10.19 Distrib 10.11.14-MariaDB, for debian-linux-gnu (x86_64)",
        "mariadb-dump from 11.8.3-MariaDB, client 10.19 for debian-linux-gnu (x86_64)",
        "mariadb-dump from 12.0.2-MariaDB, client 10.20 for Linux (x86_64)"
      })
  void anOlderProgramIsRefusedWithTheVersionThatIsNeeded(String said) throws IOException {
    program("mariadb-dump", said);
    EngineException refused =
        catchThrowableOfType(
            EngineException.class, () -> ClientProgram.dump(List.of(folder), TWELVE));
    assertThat(refused.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
    assertThat(refused)
        .hasMessageContaining("no mariadb-dump or mysqldump of MariaDB 12.1.2 or newer")
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("--tools-dir");
  }

  @Test
  void oneOfTheSameSeriesOrANewerOneIsTaken() throws IOException {
    program("mariadb-dump", "mariadb-dump from 12.2.1-MariaDB, client 10.20 for Linux (x86_64)");
    assertThat(ClientProgram.dump(List.of(folder), TWELVE).title()).contains("12.2.1");
    program("mysqldump", "mysqldump from 12.1.0-MariaDB, client 10.20 for Linux (x86_64)");
    assertThat(ClientProgram.dump(List.of(folder), TWELVE).title())
        .as("the nearest")
        .contains("12.1.0");
  }

  @Test
  void theOtherProductsProgramIsNone() throws IOException {
    program("mysqldump", "mysqldump  Ver 12.9.0 for Linux on x86_64 (MySQL Community Server)");
    EngineException refused =
        catchThrowableOfType(
            EngineException.class, () -> ClientProgram.dump(List.of(folder), TWELVE));
    assertThat(refused.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
  }
}
