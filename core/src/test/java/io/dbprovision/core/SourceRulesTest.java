package io.dbprovision.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** House rules that only the source text shows. */
class SourceRulesTest {
  private static final int LONGEST = 300;
  private static final Pattern STRING = Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"");

  /** As words of a literal; {@code memory} and the like are everyday words and no names here. */
  private static final Pattern ENGINE_OR_STORE =
      Pattern.compile(
          "(?i)\\b(postgres|postgresql|mysql|mariadb|cockroachdb|clickhouse|mongodb|redis"
              + "|elasticsearch|sqlite|s3|gcs|azure|pvc)\\b");

  /** Flags are named for people, and what kubectl calls a claim is no name of a store there. */
  private static final Set<String> FLAGS = Set.of("\"--pvc-root\"");

  private static final Pattern OWN_TIME =
      Pattern.compile(
          "nanoTime\\(\\)|currentTimeMillis\\(\\)|\\b(Instant|LocalDate\\w*)\\.now\\(\\)");

  /** A clock that somebody sets must neither end a call early nor let it hang. */
  private static final Set<String> COUNTS_FOR_ITSELF =
      Set.of(
          "MonotonicClock.java",
          "CallLane.java",
          "PluginGuard.java",
          "StoreQuestions.java",
          "TimeLimit.java",
          "UntilLetIn.java");

  @Test
  void noSourceFileHasMoreThan300Lines() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : sources("spi", "spi-testkit", "core", "plugins", "distribution", "hack")) {
      int lines = Files.readAllLines(file).size();
      if (lines > LONGEST) {
        tooLong.add(file + ": " + lines);
      }
    }
    assertThat(tooLong).as("files of more than %s lines", LONGEST).isEmpty();
  }

  @Test
  void theCoreNamesNoEngineAndNoStore() throws IOException {
    List<String> named = new ArrayList<>();
    for (Path file : sources("core/src/main")) {
      STRING
          .matcher(Files.readString(file))
          .results()
          .filter(literal -> !FLAGS.contains(literal.group()))
          .filter(literal -> ENGINE_OR_STORE.matcher(literal.group()).find())
          .forEach(literal -> named.add(file.getFileName() + ": " + literal.group()));
    }
    assertThat(named).as("engine or store names as literals in the core").isEmpty();
  }

  @Test
  void timeComesFromAnInjectedClockAndOnlyDeadlinesCountForThemselves() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : sources("spi/src/main", "core/src/main", "plugins")) {
      String name = file.getFileName().toString();
      if (!file.toString().contains("/test/")
          && !COUNTS_FOR_ITSELF.contains(name)
          && OWN_TIME.matcher(Files.readString(file)).find()) {
        found.add(name);
      }
    }
    assertThat(found).as("files that read the time themselves").isEmpty();
  }

  @Test
  void theRuleWouldFindAName() {
    assertThat(ENGINE_OR_STORE.matcher("\"spec.postgres.x\"").find()).isTrue();
    assertThat(ENGINE_OR_STORE.matcher("\"spec.engine\"").find()).isFalse();
    assertThat(OWN_TIME.matcher("long now = System.nanoTime();").find()).isTrue();
    assertThat(OWN_TIME.matcher("Instant now = clock.instant();").find()).isFalse();
  }

  private static List<Path> sources(String... folders) throws IOException {
    Path root = Path.of(System.getProperty("dbops.repo", ".."));
    List<Path> found = new ArrayList<>();
    for (String folder : folders) {
      Files.walkFileTree(
          root.resolve(folder),
          new SimpleFileVisitor<>() {
            // what is built beside the test comes and goes
            @Override
            public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
              return each.endsWith("target")
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) {
              if (each.toString().endsWith(".java")) {
                found.add(each);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    }
    assertThat(found).as("sources under %s", root.toAbsolutePath()).isNotEmpty();
    return found;
  }
}
