package io.dbprovision.core.backup.work;

import io.dbprovision.core.api.Fields;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a Job takes over from the operator's own pod. */
final class OperatorPod {
  private static final String VOLUMES = "volumes";
  private static final String MOUNTS = "volumeMounts";
  private static final String NAME = "name";
  private static final List<String> OF_ONE_NAMESPACE =
      List.of("configMap", "secret", "persistentVolumeClaim", "projected");

  private final Fields spec;
  private final List<Fields> mounts;

  /**
   * @param spec of the pod; empty when the operator runs outside a cluster
   * @param folders whose volumes a worker needs
   */
  OperatorPod(Fields spec, List<Path> folders) {
    this.spec = spec;
    this.mounts =
        container().objects(MOUNTS).stream()
            .filter(mount -> folders.stream().anyMatch(folder -> touches(mount, folder)))
            .toList();
  }

  private static boolean touches(Fields mount, Path folder) {
    Path place = Path.of(mount.text("mountPath", "/"));
    return place.startsWith(folder) || (folder.startsWith(place) && place.getNameCount() > 0);
  }

  private Fields container() {
    List<Fields> containers = spec.objects("containers");
    return containers.stream()
        .filter(container -> container.text(NAME, "").equals("manager"))
        .findFirst()
        .or(() -> containers.stream().findFirst())
        .orElse(Fields.empty());
  }

  Optional<String> image() {
    return container().text("image");
  }

  Optional<String> pullPolicy() {
    return container().text("imagePullPolicy");
  }

  /** The image's own entry point unless the operator has another one. */
  List<String> command() {
    return container().texts("command");
  }

  List<Object> mounts() {
    return mounts.stream().<Object>map(Fields::values).toList();
  }

  /**
   * The volumes behind {@link #mounts}.
   *
   * @param elsewhere whether they are for another namespace than the operator's
   * @throws EngineException UNSUPPORTED when one of them can't be mounted elsewhere
   */
  List<Object> volumes(boolean elsewhere) {
    Set<String> names = mountedNames();
    List<Object> volumes = new ArrayList<>();
    for (Fields volume : spec.objects(VOLUMES)) {
      if (!names.contains(volume.text(NAME, ""))) {
        continue;
      }
      if (elsewhere && OF_ONE_NAMESPACE.stream().anyMatch(volume::has)) {
        throw EngineException.of(
            ErrorKind.UNSUPPORTED,
            "the volume '%s' with plugins or client programs is bound to the operator's namespace,"
                    .formatted(volume.text(NAME, ""))
                + " and a backup to a claim runs in the claim's namespace; put them into the"
                + " operator's image, or set --worker=process");
      }
      volumes.add(volume.values());
    }
    return volumes;
  }

  /** Those that fill one of {@link #volumes}. */
  List<Object> initContainers() {
    Set<String> names = mountedNames();
    return spec.objects("initContainers").stream()
        .filter(
            container ->
                container.objects(MOUNTS).stream()
                    .anyMatch(mount -> names.contains(mount.text(NAME, ""))))
        .<Object>map(Fields::values)
        .toList();
  }

  private Set<String> mountedNames() {
    Set<String> names = new LinkedHashSet<>();
    mounts.forEach(mount -> mount.text(NAME).ifPresent(names::add));
    // what fills one of them may need others, such as credentials
    spec.objects("initContainers").stream()
        .map(container -> container.objects(MOUNTS))
        .filter(used -> used.stream().anyMatch(mount -> names.contains(mount.text(NAME, ""))))
        .toList()
        .forEach(used -> used.forEach(mount -> mount.text(NAME).ifPresent(names::add)));
    return names;
  }

  /** Of the pod, such as {@code tolerations}, as it is; empty when it has none. */
  Optional<Object> part(String field) {
    return Optional.ofNullable(spec.values().get(field));
  }
}
