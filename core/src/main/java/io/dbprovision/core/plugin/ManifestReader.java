package io.dbprovision.core.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.Plugin;
import org.pf4j.PluginDependency;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginRuntimeException;

/** Reads the descriptor of a plugin jar. */
final class ManifestReader {
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9.-]*");

  private final ManifestPluginDescriptorFinder finder = new ManifestPluginDescriptorFinder();

  /**
   * @throws RefusedException when the file is no plugin jar
   */
  PluginInfo read(Path file) {
    checkJar(file);
    PluginDescriptor descriptor = descriptor(file);
    @Nullable String id = descriptor.getPluginId();
    if (id == null || id.isBlank()) {
      throw new RefusedException("its manifest has no Plugin-Id, so it is not a plugin");
    }
    if (!ID.matcher(id).matches()) {
      throw new RefusedException("its Plugin-Id '" + id + "' does not match " + ID);
    }
    return new PluginInfo(
        file,
        id,
        Objects.requireNonNullElse(descriptor.getVersion(), ""),
        requires(descriptor.getRequires()),
        lifecycleClass(descriptor.getPluginClass()),
        needs(descriptor.getDependencies()));
  }

  private static void checkJar(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new RefusedException(
          Files.isDirectory(file)
              ? "it is a folder and no jar; jars are looked for in the plugins folder itself only"
              : "it is no file, or a link to none");
    }
    try (JarFile jar = new JarFile(file.toFile())) {
      if (jar.getManifest() == null) {
        throw new RefusedException("it has no META-INF/MANIFEST.MF, so it is not a plugin");
      }
    } catch (IOException e) {
      throw new RefusedException("it cannot be read as a jar: " + e.getMessage(), e);
    }
  }

  private PluginDescriptor descriptor(Path file) {
    try {
      return finder.find(file);
    } catch (PluginRuntimeException | IllegalArgumentException e) {
      throw new RefusedException("its manifest cannot be read: " + e.getMessage(), e);
    }
  }

  // PF4J turns an absent range into "any"
  private static String requires(@Nullable String range) {
    return range == null || range.isBlank() || range.equals("*") ? "" : range;
  }

  // PF4J puts its own base class where the manifest names none
  private static @Nullable String lifecycleClass(@Nullable String name) {
    return name == null || name.isBlank() || name.equals(Plugin.class.getName()) ? null : name;
  }

  private static List<PluginInfo.Need> needs(@Nullable List<PluginDependency> dependencies) {
    if (dependencies == null) {
      return List.of();
    }
    return dependencies.stream()
        .map(
            each ->
                new PluginInfo.Need(
                    each.getPluginId(), each.getPluginVersionSupport(), each.isOptional()))
        .toList();
  }
}
