package io.dbprovision.core.schema;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Reads schema sources from files; of a plugin's jar only the zip entries, never a class. */
public final class SchemaReader {
  private static final String IN_JAR = "META-INF/dbops/schema/";
  private static final String SUFFIX = ".yaml";

  private SchemaReader() {}

  /**
   * Reads the permanent base: {@code base/*.yaml}, one CRD each; {@code engines.yaml}; and one
   * bundle per folder in {@code sections}.
   *
   * @throws SchemaException when the folder is not one of that shape
   */
  public static CrdInputs permanentBase(Path folder) {
    SortedMap<String, String> base = texts(folder.resolve("base"));
    if (base.isEmpty()) {
      throw new SchemaException(folder + ": no CRDs in its folder base");
    }
    String label = String.valueOf(folder.getFileName());
    List<SchemaFile> crds =
        base.entrySet().stream()
            .map(entry -> new SchemaFile(label + "/base/" + entry.getKey(), entry.getValue()))
            .toList();
    Stream<SchemaBundle> engines = Stream.of(new SchemaBundle(label, texts(folder)));
    Stream<SchemaBundle> sections =
        children(folder.resolve("sections")).stream()
            .filter(Files::isDirectory)
            .map(path -> bundle(label + "/sections/" + path.getFileName(), path));
    return new CrdInputs(crds, Stream.concat(engines, sections).toList(), List.of(), List.of());
  }

  /**
   * Reads a folder of section files.
   *
   * @param source its name in messages
   */
  public static SchemaBundle bundle(String source, Path folder) {
    return new SchemaBundle(source, texts(folder));
  }

  /**
   * Reads the sections of a plugin's jar; empty when it brings none.
   *
   * @throws SchemaException when it cannot be read as a zip file
   */
  public static Optional<SchemaBundle> jar(Path jar) {
    SortedMap<String, String> files = new TreeMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        if (entry.getName().startsWith(IN_JAR) && entry.getName().endsWith(SUFFIX)) {
          try (InputStream in = zip.getInputStream(entry)) {
            files.put(
                entry.getName().substring(IN_JAR.length()),
                new String(in.readAllBytes(), StandardCharsets.UTF_8));
          }
        }
      }
    } catch (IOException e) {
      throw new SchemaException(jar + ": not readable as a jar: " + e.getMessage(), e);
    }
    return files.isEmpty()
        ? Optional.empty()
        : Optional.of(new SchemaBundle(String.valueOf(jar.getFileName()), files));
  }

  private static SortedMap<String, String> texts(Path folder) {
    SortedMap<String, String> texts = new TreeMap<>();
    for (Path file : children(folder)) {
      String name = String.valueOf(file.getFileName());
      if (Files.isRegularFile(file) && name.endsWith(SUFFIX)) {
        try {
          texts.put(name, Files.readString(file));
        } catch (IOException e) {
          throw new SchemaException(file + ": " + e.getMessage(), e);
        }
      }
    }
    return texts;
  }

  /** In one order, whatever the file system says; none when the folder is not there. */
  private static List<Path> children(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.sorted().toList();
    } catch (IOException e) {
      throw new SchemaException(folder + ": " + e.getMessage(), e);
    }
  }
}
