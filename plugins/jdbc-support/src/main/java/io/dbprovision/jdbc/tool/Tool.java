package io.dbprovision.jdbc.tool;

import java.nio.file.Path;

/**
 * A client program.
 *
 * @param path absolute
 * @param said what it answers to {@code --version}, its first line
 */
public record Tool(Path path, String said) {
  public String name() {
    return String.valueOf(path.getFileName());
  }
}
