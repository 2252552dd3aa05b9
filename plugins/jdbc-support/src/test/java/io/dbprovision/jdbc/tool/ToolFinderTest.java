package io.dbprovision.jdbc.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolFinderTest {
  @TempDir private Path folder;

  private void program(String path, String script) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void versionsMayStandInFoldersOfTheirOwn() throws IOException {
    program("18/bin/dump", "echo 'dump 18.1'");
    program("postgresql-17/bin/dump", "echo 'dump 17.2'");
    program("16/dump", "echo 'dump 16.3'");
    program("dump", "echo 'dump 15.4'");
    program("bin/dump", "echo 'dump 14.5'");
    assertThat(new ToolFinder(List.of(folder), List.of()).all("dump"))
        .extracting(Tool::said)
        .containsExactlyInAnyOrder("dump 18.1", "dump 17.2", "dump 16.3", "dump 15.4", "dump 14.5");
  }

  @Test
  void whatDoesNotRunIsNotFound() throws IOException {
    program("1/bin/dump", "exit 1");
    program("2/bin/dump", "exec /no/such/program");
    program("3/bin/dump", "echo good");
    Files.writeString(folder.resolve("dump"), "not executable");
    ToolFinder finder = new ToolFinder(List.of(folder.resolve("absent"), folder), List.of());
    assertThat(finder.all("dump", "other")).extracting(Tool::said).containsExactly("good");
    assertThat(finder.places()).contains(folder.toString());
  }

  @Test
  void namedFoldersComeBeforeTheSystemsAndAFileCountsOnce() throws IOException {
    program("system/dump", "echo system");
    program("named/dump", "echo named");
    Files.createSymbolicLink(folder.resolve("system/bin"), folder.resolve("named"));
    List<Path> named = List.of(folder.resolve("named"));
    assertThat(new ToolFinder(named, List.of(folder.resolve("system"))).all("dump"))
        .extracting(Tool::said)
        .containsExactly("named", "system");
  }
}
