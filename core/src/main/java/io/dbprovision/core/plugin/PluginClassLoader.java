package io.dbprovision.core.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Shows a plugin the JDK, the shared packages, its own jar, and the jars of plugins it depends on;
 * nothing else of the operator, neither classes nor resources.
 */
final class PluginClassLoader extends URLClassLoader {
  private static final List<String> SHARED =
      List.of("io.dbprovision.spi.", "org.slf4j.", "org.jspecify.", "org.pf4j.");

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader host;
  private final List<PluginClassLoader> dependencies;
  private final JarFile jar;
  private final @Nullable Manifest manifest;
  private final ProtectionDomain domain;
  private final URL location;
  private final ExitCalls exitCalls;

  /**
   * @param host has the shared packages
   * @throws IOException when the jar cannot be opened
   */
  PluginClassLoader(String id, Path file, ClassLoader host, List<PluginClassLoader> dependencies)
      throws IOException {
    super(id, new URL[] {url(file)}, ClassLoader.getPlatformClassLoader());
    this.host = host;
    this.dependencies = List.copyOf(dependencies);
    this.jar = new JarFile(file.toFile(), true, JarFile.OPEN_READ, Runtime.version());
    this.manifest = jar.getManifest();
    this.location = url(file);
    this.domain =
        new ProtectionDomain(new CodeSource(location, (Certificate[]) null), null, this, null);
    this.exitCalls = new ExitCalls(this::classFile);
  }

  static boolean isShared(String className) {
    return SHARED.stream().anyMatch(className::startsWith);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    // a copy of the SPI inside the jar would be another type of the same name
    return isShared(name) ? host.loadClass(name) : super.loadClass(name, resolve);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] classFile = classFile(name.replace('.', '/') + ".class");
    if (classFile == null) {
      return findInDependencies(name);
    }
    byte[] safe = exitCalls.refuse(classFile);
    definePackageOf(name);
    return defineClass(name, safe, 0, safe.length, domain);
  }

  private Class<?> findInDependencies(String name) throws ClassNotFoundException {
    ClassNotFoundException missing = new ClassNotFoundException(name);
    for (PluginClassLoader dependency : dependencies) {
      try {
        return dependency.loadClass(name);
      } catch (ClassNotFoundException e) {
        missing.addSuppressed(e);
      }
    }
    throw missing;
  }

  private byte @Nullable [] classFile(String path) {
    JarEntry entry = jar.getJarEntry(path);
    if (entry == null) {
      return null;
    }
    try (var in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be read from " + jar.getName(), e);
    }
  }

  // libraries read their version from the package
  private void definePackageOf(String className) {
    int dot = className.lastIndexOf('.');
    if (dot < 0 || manifest == null) {
      return;
    }
    String name = className.substring(0, dot);
    if (getDefinedPackage(name) == null) {
      try {
        definePackage(name, manifest, location);
      } catch (IllegalArgumentException e) {
        // another thread was first: what matters is that it is defined
        assert getDefinedPackage(name) != null : e;
      }
    }
  }

  @Override
  public void close() throws IOException {
    super.close();
    jar.close();
  }

  private static URL url(Path file) {
    try {
      return file.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("every file has a URL: " + file, e);
    }
  }
}
