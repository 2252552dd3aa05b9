package io.dbprovision.core.plugin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** A plugin jar that a test writes: compiled from source texts, broken as asked for. */
final class PluginJar {
  private static final String SERVICES = "META-INF/services/io.dbprovision.spi.Engine";

  private final Map<String, String> manifest = new LinkedHashMap<>();
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private final List<String> providers = new ArrayList<>();
  private String classPath = System.getProperty("java.class.path");

  /** With a manifest that is accepted, and nothing else. */
  static PluginJar named(String id) {
    return new PluginJar()
        .manifest("Plugin-Id", id)
        .manifest("Plugin-Version", "1.0.0")
        .manifest("Plugin-Requires", ">=1.0.0 & <2.0.0");
  }

  /** With an engine of that name that works. */
  static PluginJar healthy(String engine) {
    return named(engine).engine(new EngineSource(engine));
  }

  PluginJar engine(EngineSource engine) {
    return source(engine.className(), engine.text()).provider(engine.className());
  }

  /**
   * @param value null leaves it out
   */
  PluginJar manifest(String key, @Nullable String value) {
    if (value == null) {
      manifest.remove(key);
    } else {
      manifest.put(key, value);
    }
    return this;
  }

  PluginJar source(String className, String text) {
    sources.put(className, text);
    return this;
  }

  PluginJar provider(String className) {
    providers.add(className);
    return this;
  }

  PluginJar entry(String path, byte[] content) {
    entries.put(path, content);
    return this;
  }

  /** With that jar in the place of the SPI that runs. */
  PluginJar compiledWith(Path spi) {
    classPath = spi.toString();
    return this;
  }

  /** The class files, by path. */
  Map<String, byte[]> compiled() {
    return sources.isEmpty() ? Map.of() : compile(sources, classPath);
  }

  /** One class file. */
  byte[] compiled(String path) {
    return Objects.requireNonNull(compiled().get(path), path);
  }

  Path write(Path directory, String fileName) {
    Map<String, byte[]> content = new LinkedHashMap<>(compiled());
    if (!providers.isEmpty()) {
      content.put(SERVICES, String.join("\n", providers).getBytes(StandardCharsets.UTF_8));
    }
    content.putAll(entries);
    Path file = directory.resolve(fileName);
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out)) {
      if (!manifest.isEmpty()) {
        jar.putNextEntry(new JarEntry("META-INF/MANIFEST.MF"));
        manifestOf(manifest).write(jar);
      }
      for (Map.Entry<String, byte[]> entry : content.entrySet()) {
        jar.putNextEntry(new JarEntry(entry.getKey()));
        jar.write(entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private static Manifest manifestOf(Map<String, String> values) {
    Manifest written = new Manifest();
    written.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    values.forEach((key, value) -> written.getMainAttributes().putValue(key, value));
    return written;
  }

  private static Map<String, byte[]> compile(Map<String, String> sources, String classPath) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Map<String, ByteArrayOutputStream> written = new LinkedHashMap<>();
    List<JavaFileObject> units = new ArrayList<>();
    sources.forEach((name, text) -> units.add(new Source(name, text)));
    try (StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, null)) {
      JavaFileManager memory = new ToMemory(standard, written);
      if (!compiler
          .getTask(null, memory, null, List.of("-proc:none", "-classpath", classPath), null, units)
          .call()) {
        throw new IllegalArgumentException("the test's plugin does not compile");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, byte[]> classes = new LinkedHashMap<>();
    written.forEach((path, bytes) -> classes.put(path, bytes.toByteArray()));
    return classes;
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String className, String text) {
      super(URI.create("mem:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class ToMemory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> written;

    ToMemory(JavaFileManager standard, Map<String, ByteArrayOutputStream> written) {
      super(standard);
      this.written = written;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location,
        String className,
        JavaFileObject.Kind kind,
        @Nullable FileObject sibling) {
      String path = className.replace('.', '/') + kind.extension;
      return new SimpleJavaFileObject(URI.create("mem:///" + path), kind) {
        @Override
        public OutputStream openOutputStream() {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          written.put(path, bytes);
          return bytes;
        }
      };
    }
  }
}
