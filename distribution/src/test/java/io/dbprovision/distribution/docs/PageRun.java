package io.dbprovision.distribution.docs;

import io.dbprovision.distribution.Command;
import io.dbprovision.distribution.Repo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads pages as a shell does, in a folder that looks like a clone of the repository, where every
 * command is {@code commands.sh} by another name.
 *
 * @param folder its own
 * @param environment what commands get to know
 */
public record PageRun(Path folder, Map<String, String> environment) {
  private static final Duration MOST = Duration.ofMinutes(3);
  private static final Path SCRIPTS = Repo.root().resolve("distribution/src/test/resources/docs");

  /** Programs that do nothing but to what they are given. */
  private static final List<String> TOOLS =
      List.of(
          "base64",
          "cat",
          "cut",
          "date",
          "grep",
          "head",
          "jq",
          "openssl",
          "sed",
          "sha256sum",
          "sleep",
          "sort",
          "tail",
          "tr");

  private static final List<String> COMMANDS =
      List.of(
          "kubectl",
          "dbops",
          "make",
          "helm",
          "mvn",
          "mkdir",
          "mv",
          "cp",
          "podman",
          "docker",
          "apt-get",
          "python3",
          "_file",
          "_columns",
          "_sql",
          "_apply",
          "_kustomization",
          "_values",
          "_prometheus");

  public PageRun {
    environment = Map.copyOf(environment);
  }

  /** In a folder of its own, below those of the build. */
  public static PageRun in(Map<String, String> environment) {
    try {
      return new PageRun(Files.createTempDirectory(Repo.work(), "docs"), environment);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How much of a page is done and not only tried. */
  public enum Depth {
    /** Nothing changes. */
    TRIED,
    /** Whole documents are applied, and have to become Ready. */
    MANIFESTS,
    /** All of it, one after the other. */
    EVERYTHING
  }

  /** What is wrong with a page, each with the line; empty when all of it is true. */
  public List<String> failures(Page page, Depth depth) {
    try {
      Path clone = fresh();
      Path parts = Files.createDirectories(folder.resolve("parts"));
      Path script = Files.writeString(folder.resolve("page.sh"), page.script(new Fragments(parts)));
      Path failures = Files.writeString(folder.resolve("failures"), "");
      Path end = folder.resolve("end");
      Files.deleteIfExists(end);
      List<String> command =
          new ArrayList<>(
              List.of("/bin/bash", "-c", "cd \"$0\" && exec env \"$@\"", clone.toString()));
      environment.forEach((key, value) -> command.add(key + "=" + value));
      command.add("DOCS_REPO=" + Repo.root());
      command.add("DOCS_HOME=" + Repo.home());
      command.add("DOCS_WORK=" + Files.createDirectories(folder.resolve("work")));
      command.add("DOCS_FAILURES=" + failures);
      command.add("DOCS_END=" + end);
      command.add("DOCS_APPLY=" + (depth != Depth.TRIED));
      command.add("DOCS_REAL=" + (depth == Depth.EVERYTHING));
      command.add("DOCS_PATH=" + System.getenv("PATH"));
      command.add("PATH=" + folder.resolve("bin"));
      command.addAll(
          List.of("/bin/bash", SCRIPTS.resolve("prelude.sh").toString(), script.toString()));
      Command.Result run = Command.run(MOST, "", command);
      Stream<String> noted = Files.readAllLines(failures).stream();
      Stream<String> ended =
          Files.exists(end) && !run.err().contains("syntax error")
              ? Stream.empty()
              : Stream.of("not read to its end: " + run.err());
      return Stream.concat(noted, ended).map(line -> page.name() + ":" + line).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new one for each page: what one leaves is not for the next. */
  private Path fresh() throws IOException {
    Path bin = folder.resolve("bin");
    if (!Files.exists(bin)) {
      Files.createDirectories(bin);
      for (String tool : TOOLS) {
        link(bin.resolve(tool), program(tool));
      }
      for (String command : COMMANDS) {
        link(bin.resolve(command), SCRIPTS.resolve("commands.sh"));
      }
    }
    Path clone = Files.createTempDirectory(folder, "clone");
    for (String name : List.of("config", "helm", "monitoring")) {
      link(clone.resolve("distribution/" + name), Repo.root().resolve("distribution/" + name));
    }
    for (String program : List.of("distribution/target/dbops/bin/dbops", "DBOPS/bin/dbops")) {
      link(clone.resolve(program), SCRIPTS.resolve("commands.sh"));
    }
    Files.createDirectories(clone.resolve("DBOPS/plugins"));
    link(clone.resolve("dbops-acme/DBOPS"), clone.resolve("DBOPS"));
    link(clone.resolve("core"), Repo.root().resolve("core"));
    try (Stream<Path> scripts = Files.list(Repo.root().resolve("hack"))) {
      for (Path script : scripts.toList()) {
        link(clone.resolve("hack").resolve(script.getFileName()), SCRIPTS.resolve("commands.sh"));
      }
    }
    // what a page calls your own: manifests in a folder, a plugin
    for (String name : List.of("app", "my-manifests", "dbops-acme/manifests")) {
      link(clone.resolve(name + "/orders.yaml"), folder.resolve("first.yaml"));
    }
    Files.writeString(clone.resolve("hello-0.1.0.jar"), "hello");
    return clone;
  }

  private static Path program(String name) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the docs use the program " + name));
  }

  private static void link(Path link, Path target) throws IOException {
    Files.createDirectories(link.resolveSibling("."));
    Files.createSymbolicLink(link, target);
  }
}
