package io.dbprovision.spi;

import java.util.Objects;

/**
 * What a dump's bytes are.
 *
 * @param name as manifests call it, such as {@code custom}
 * @param extension of the file's name with its dot, such as {@code .dump}
 */
public record DumpFormat(String name, String extension) {
  public DumpFormat {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(extension, "extension");
  }
}
