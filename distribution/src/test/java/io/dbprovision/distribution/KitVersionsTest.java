package io.dbprovision.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the kit that have no parent say what the root pom.xml says. */
class KitVersionsTest {
  private static final Pattern PROPERTY = Pattern.compile("<([a-z0-9-]+\\.version)>([^<$]+)</");
  private static final Pattern PLUGIN =
      Pattern.compile("<artifactId>(maven-[a-z]+-plugin)</artifactId>\\s*<version>([^<$]+)</");

  @Test
  void theBillOfMaterialsHasTheVersionsThatWeTestWith() throws IOException {
    Map<String, String> theirs = found(PROPERTY, "kit/bom/pom.xml");
    assertThat(theirs).hasSizeGreaterThan(4);
    assertThat(found(PROPERTY, "pom.xml")).containsAllEntriesOf(theirs);
  }

  @Test
  void pluginsAreBuiltAsOurOwnAre() throws IOException {
    Map<String, String> ours = found(PLUGIN, "pom.xml");
    Map<String, String> theirs = found(PLUGIN, "kit/plugin-parent/pom.xml");
    theirs.keySet().retainAll(ours.keySet());
    assertThat(theirs).hasSizeGreaterThan(7);
    assertThat(ours).containsAllEntriesOf(theirs);
  }

  @Test
  void pluginsRequireTheSeriesOfTheSpi() throws IOException {
    String root = text("pom.xml");
    String range =
        "&gt;=%s &amp; &lt;%s"
            .formatted(between(root, "spi.version"), between(root, "spi.next-major"));
    assertThat(between(text("kit/plugin-parent/pom.xml"), "plugin.requires")).isEqualTo(range);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spi",
        "spi-testkit",
        "kit/bom",
        "kit/plugin-parent",
        "kit/engine-archetype",
        "kit/store-archetype"
      })
  void theKitHasTheVersionOfTheSpi(String module) throws IOException {
    String own = text(module + "/pom.xml").replaceAll("(?s)<parent>.*?</parent>", "");
    assertThat(between(own, "version")).isEqualTo(between(text("pom.xml"), "spi.version"));
  }

  private static String between(String xml, String element) {
    Matcher matcher = Pattern.compile("<" + Pattern.quote(element) + ">([^<]*)<").matcher(xml);
    assertThat(matcher.find()).as("an element " + element).isTrue();
    return matcher.group(1);
  }

  private static Map<String, String> found(Pattern pattern, String file) throws IOException {
    Map<String, String> all = new TreeMap<>();
    Matcher matcher = pattern.matcher(text(file));
    while (matcher.find()) {
      all.put(matcher.group(1), matcher.group(2));
    }
    return all;
  }

  private static String text(String file) throws IOException {
    return Files.readString(Path.of(Repo.root().toString(), file));
  }
}
