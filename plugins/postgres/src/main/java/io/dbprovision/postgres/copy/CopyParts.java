package io.dbprovision.postgres.copy;

import io.dbprovision.postgres.script.EphemeralLogin;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/** What dumps and restores need beside the server. */
public record CopyParts(
    EphemeralLogin logins, InstantSource clock, RandomGenerator random, List<Path> toolFolders) {
  public CopyParts {
    toolFolders = List.copyOf(toolFolders);
  }
}
