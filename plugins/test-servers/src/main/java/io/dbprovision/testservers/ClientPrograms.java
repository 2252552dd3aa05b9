package io.dbprovision.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Client programs that a script of {@code hack} fetches into the cache, once. */
public final class ClientPrograms {
  private static final Map<String, Path> FOLDERS = new ConcurrentHashMap<>();

  private ClientPrograms() {}

  /**
   * The folder that {@code hack/NAME.sh} prints, such as {@code pg-clients}: one of the operator's
   * tool folders.
   *
   * @throws IllegalStateException when they cannot be fetched; the script says why
   */
  public static Path folder(String name) {
    return FOLDERS.computeIfAbsent(name, ClientPrograms::fetch);
  }

  private static Path fetch(String name) {
    Path script = Path.of(System.getProperty("dbops.repo", "../.."), "hack", name + ".sh");
    try {
      Process process =
          new ProcessBuilder(script.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(script + " failed");
      }
      return Path.of(printed.strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
