package io.dbprovision.distribution.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.Repo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Links, targets of make and files that the text of README.md and {@code docs} names are there. */
class LinksTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```.*?^ *```$");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
  private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern NAMED =
      Pattern.compile("(?:hack|distribution/(?:config|helm|monitoring))(?:/[\\w.-]+)*");

  @Test
  void everyLinkLeadsToAFileAndAHeadingThatAreThere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (String page : Page.all()) {
      for (String link : links(page)) {
        String[] parts = link.split("#", 2);
        Path file = parts[0].isEmpty() ? Path.of(page) : target(page, parts[0]);
        boolean there = Files.exists(Repo.root().resolve(file));
        boolean heading =
            parts.length == 1
                || !there
                || !file.toString().endsWith(".md")
                || headings(file.toString()).contains(parts[1]);
        if (!there || !heading) {
          broken.add(page + ": " + link);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void everyPageIsLinkedFromTheReadmeOrTheListOfTasks() throws IOException {
    List<String> linked = new ArrayList<>(List.of("README.md"));
    for (String index : List.of("README.md", "docs/tasks/README.md")) {
      for (String link : links(index)) {
        linked.add(target(index, link.split("#", 2)[0]).toString());
      }
    }

    assertThat(Page.all()).allMatch(linked::contains);
  }

  @Test
  void whatTheTextNamesIsThere() throws IOException {
    String makefile = Files.readString(Repo.root().resolve("Makefile"));
    List<String> missing = new ArrayList<>();
    for (String page : Page.all()) {
      Matcher code = CODE.matcher(prose(page));
      while (code.find()) {
        String[] words = code.group(1).split(" ", -1);
        boolean there =
            (words[0].equals("make") && words.length > 1)
                ? makefile.contains("\n" + words[1] + ":")
                : !NAMED.matcher(words[0]).matches() || Files.exists(Repo.root().resolve(words[0]));
        if (!there) {
          missing.add(page + ": " + code.group(1));
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  private static List<String> links(String page) throws IOException {
    return LINK.matcher(prose(page))
        .results()
        .map(link -> link.group(1))
        .filter(link -> !link.contains("://"))
        .toList();
  }

  private static Path target(String page, String link) {
    return Path.of(page).resolveSibling(link).normalize();
  }

  /** As the web pages of a repository name them. */
  private static List<String> headings(String page) throws IOException {
    return HEADING
        .matcher(prose(page))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(text -> text.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .toList();
  }

  private static String prose(String page) throws IOException {
    return BLOCK.matcher(Files.readString(Repo.root().resolve(page))).replaceAll("");
  }
}
