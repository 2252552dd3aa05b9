package io.dbprovision.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a plugin's resources say, as the operator reads them.
 *
 * @param provider the engine's or the store's class, whose class loader has the resources
 */
public record PluginFiles(Class<?> provider) {
  private static final String SCHEMA = "/META-INF/dbops/schema/";
  private static final Pattern ITEM = Pattern.compile("-\\s+[\"']?([^\"'#\\s]+)[\"']?\\s*(#.*)?");
  private static final Pattern MOUNT =
      Pattern.compile("[\"']?((?:spec|status)\\.[A-Za-z0-9.]+)[\"']?\\s*:.*");

  /** The provider is the one that the file in META-INF/services names. */
  public <T> void assertService(Class<T> type) {
    assertThat(ServiceLoader.load(type, provider.getClassLoader()))
        .as(
            "META-INF/services/%s names %s, which is public and has a constructor without"
                + " arguments",
            type.getName(), provider.getName())
        .hasAtLeastOneElementOfType(provider.asSubclass(type));
  }

  /** The items of engines.yaml; empty when there is none. */
  public List<String> engineNames() {
    return matches("engines.yaml", ITEM);
  }

  /**
   * The places in an object of a kind where a schema is mounted, such as {@code spec.x}.
   *
   * @param file such as {@code database.yaml}
   */
  public List<String> mounts(String file) {
    return matches(file, MOUNT);
  }

  private List<String> matches(String file, Pattern line) {
    return text(file).map(String::lines).stream()
        .flatMap(lines -> lines)
        .map(line::matcher)
        .filter(Matcher::matches)
        .map(found -> found.group(1))
        .toList();
  }

  private Optional<String> text(String file) {
    try (InputStream in = provider.getResourceAsStream(SCHEMA + file)) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
