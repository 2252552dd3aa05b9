package io.dbprovision.distribution.docs;

import io.dbprovision.distribution.Repo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One page of the docs and its fenced blocks.
 *
 * @param name its path in the repository
 * @param lines how many it has
 */
public record Page(String name, int lines, List<Block> blocks) {
  private static final Pattern FENCE = Pattern.compile("( *)```(\\S*) *(.*?) *");
  private static final Pattern COLUMNS = Pattern.compile("[A-Z][A-Z ]+");

  /** What may stand behind a fence; another word, such as bash, has no rule here. */
  private static final List<String> LANGUAGES =
      List.of("", "yaml", "sh", "console", "sql", "java", "xml", "toml", "dockerfile");

  public Page {
    blocks = List.copyOf(blocks);
  }

  /**
   * @param line the number of the opening fence, from 1
   * @param info what stands behind the language, such as {@code of=Database}
   * @param text without the indentation of the fence
   */
  public record Block(int line, String language, String info, List<String> text) {
    public Block {
      text = List.copyOf(text);
    }

    /** The value of {@code key=value} in the info. */
    Optional<String> info(String key) {
      return Arrays.stream(info.split(" +"))
          .filter(word -> word.startsWith(key + "="))
          .map(word -> word.substring(key.length() + 1))
          .findFirst();
    }

    boolean says(String word) {
      return Arrays.asList(info.split(" +")).contains(word);
    }

    /** The end of each line is a line feed. */
    String joined() {
      return String.join("\n", text) + "\n";
    }
  }

  /** README.md and all of {@code docs}, but for what is generated. */
  public static List<String> all() {
    try (Stream<Path> files = Files.walk(Repo.root().resolve("docs"))) {
      return Stream.concat(
              Stream.of("README.md"),
              files
                  .map(file -> Repo.root().relativize(file).toString())
                  .filter(name -> name.endsWith(".md") && !name.startsWith("docs/reference/"))
                  .sorted())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws IllegalArgumentException for a block without an end, or of a language without a rule
   */
  public static Page parse(String name, String text) {
    List<String> lines = text.lines().toList();
    List<Block> blocks = new ArrayList<>();
    for (int at = 0; at < lines.size(); at++) {
      Matcher fence = FENCE.matcher(lines.get(at));
      if (fence.matches()) {
        int end = at + 1;
        while (end < lines.size() && !lines.get(end).strip().equals("```")) {
          end++;
        }
        if (end == lines.size() || !LANGUAGES.contains(fence.group(2))) {
          throw new IllegalArgumentException(
              "%s:%d: no end, or no rule for the language %s"
                  .formatted(name, at + 1, fence.group(2)));
        }
        int indent = fence.group(1).length();
        List<String> inside =
            lines.subList(at + 1, end).stream()
                .map(line -> line.substring(Math.min(indent, line.length())))
                .toList();
        blocks.add(new Block(at + 1, fence.group(2), fence.group(3), inside));
        at = end;
      }
    }
    return new Page(name, lines.size(), blocks);
  }

  /**
   * The page as a script: each command is on the line that it has on the page, so that a shell's
   * line numbers are the page's. Everything that is neither command nor manifest is an empty line.
   */
  public String script(Fragments fragments) {
    List<String> script = new ArrayList<>(Collections.nCopies(lines, ""));
    for (Block block : blocks) {
      switch (block.language()) {
        case "sh" -> put(script, block.line(), block.text());
        case "sql" -> document(script, block, "_sql");
        case "yaml" -> {
          Optional<String> file = Fragments.file(block);
          if (file.isPresent()) {
            document(script, block, "_file '" + file.get() + "'");
          } else {
            script.set(block.line() - 1, fragments.command(name, block));
          }
        }
        default -> session(script, block);
      }
    }
    return String.join("\n", script) + "\n";
  }

  /** What a page has its readers save under that name. */
  public String file(String file) {
    return blocks.stream()
        .filter(block -> block.info("file").equals(Optional.of(file)))
        .map(Block::joined)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " has no file=" + file));
  }

  private static void put(List<String> script, int line, List<String> text) {
    for (int i = 0; i < text.size(); i++) {
      script.set(line + i, text.get(i));
    }
  }

  private static void document(List<String> script, Block block, String command) {
    script.set(block.line() - 1, command + " <<'END_OF_THE_BLOCK'");
    put(script, block.line(), block.text());
    script.set(block.line() + block.text().size(), "END_OF_THE_BLOCK");
  }

  /**
   * Of what somebody saw: the commands, and the names of the columns that the answer begins with.
   */
  private static void session(List<String> script, Block block) {
    for (int i = 0; i < block.text().size(); i++) {
      String line = block.text().get(i);
      if (line.startsWith("$ ")) {
        String answer = i + 1 < block.text().size() ? block.text().get(i + 1) : "";
        String columns = COLUMNS.matcher(answer).matches() ? " | _columns '" + answer + "'" : "";
        script.set(block.line() + i, line.substring(2) + columns);
      }
    }
  }
}
