package io.dbprovision.jdbc.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks for client programs: in the folders that the operator names, each with its versions in
 * folders of their own or without, then where the system has them. Thread-safe; looks anew each
 * time, because images and volumes change under a running operator.
 */
public final class ToolFinder {
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final String BIN = "bin";

  private final List<Path> named;
  private final List<Path> system;

  /**
   * @param named folders to be searched first; each may hold the program, {@code bin}, {@code
   *     VERSION} or {@code VERSION/bin}
   * @param system folders that are searched in the same way behind those
   */
  public ToolFinder(List<Path> named, List<Path> system) {
    this.named = List.copyOf(named);
    this.system = List.copyOf(system);
  }

  /** Those of {@code PATH}, for {@link #ToolFinder}'s second part. */
  public static List<Path> path() {
    String path = System.getenv("PATH");
    return path == null
        ? List.of()
        : Arrays.stream(path.split(":"))
            .filter(folder -> folder.startsWith("/"))
            .map(Path::of)
            .toList();
  }

  /** All programs of one of these names that answer, the nearest first, each file once. */
  public List<Tool> all(String... names) {
    List<Tool> found = new ArrayList<>();
    Set<Path> seen = new LinkedHashSet<>();
    for (Path folder : Stream.concat(named.stream(), system.stream()).toList()) {
      for (Path place : places(folder)) {
        for (String name : names) {
          Path program = place.resolve(name).toAbsolutePath();
          if (Files.isRegularFile(program)
              && Files.isExecutable(program)
              && seen.add(real(program))) {
            ask(program).forEach(found::add);
          }
        }
      }
    }
    return found;
  }

  /** Where it was looked, for a message. */
  public String places() {
    String folders =
        Stream.concat(named.stream(), system.stream())
            .map(Path::toString)
            .distinct()
            .collect(Collectors.joining(", "));
    return folders.isEmpty() ? "nowhere" : folders;
  }

  private static List<Path> places(Path folder) {
    List<Path> places = new ArrayList<>(List.of(folder, folder.resolve(BIN)));
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, Files::isDirectory)) {
      List<Path> versions = new ArrayList<>();
      entries.forEach(versions::add);
      Collections.sort(versions);
      for (Path version : versions) {
        places.add(version);
        places.add(version.resolve(BIN));
      }
    } catch (IOException | DirectoryIteratorException e) {
      // it is not there or not for us: the next one may be
    }
    return places;
  }

  private static Path real(Path program) {
    try {
      return program.toRealPath();
    } catch (IOException e) {
      return program;
    }
  }

  /** Empty for one that cannot run here, such as one built for another machine. */
  private static List<Tool> ask(Path program) {
    Tool tool = new Tool(program, "");
    try (ToolProcess process =
        ToolProcess.start(ToolCommand.of(tool, List.of("--version")).build())) {
      process.stdin().close();
      String said = process.text(ANSWER);
      return process.finish() == 0 && !said.isBlank()
          ? List.of(new Tool(program, said.lines().findFirst().orElse("").strip()))
          : List.of();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }
}
