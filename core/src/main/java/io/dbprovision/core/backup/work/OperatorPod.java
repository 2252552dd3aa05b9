package io.dbprovision.core.backup.work;

import io.dbprovision.core.api.Fields;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a Job takes over from the operator's own pod. */
final class OperatorPod {
  private static final String VOLUMES = "volumes";
  private static final String MOUNTS = "volumeMounts";
  private static final String NAME = "name";

  /** Nothing of the operator's namespace or of its node is in them. */
  private static final List<String> OF_NO_NAMESPACE = List.of("emptyDir", "image");

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

  /** For reading only: nobody who comes into a worker's pod changes what the operator loads. */
  List<Object> mounts() {
    return mounts.stream()
        .<Object>map(
            mount -> {
              Map<String, Object> reading = new LinkedHashMap<>(mount.values());
              reading.put("readOnly", true);
              return reading;
            })
        .toList();
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
      if (elsewhere && OF_NO_NAMESPACE.stream().noneMatch(volume::has)) {
        throw notElsewhere("the volume", volume, "is of the operator's own namespace or node");
      }
      volumes.add(volume.values());
    }
    return volumes;
  }

  /**
   * Those that fill one of {@link #volumes}.
   *
   * @param elsewhere whether they are for another namespace than the operator's
   * @throws EngineException UNSUPPORTED when there are any: what they have in their environment is
   *     nobody else's to read
   */
  List<Object> initContainers(boolean elsewhere) {
    Set<String> names = mountedNames();
    List<Fields> fillers =
        spec.objects("initContainers").stream()
            .filter(
                container ->
                    container.objects(MOUNTS).stream()
                        .anyMatch(mount -> names.contains(mount.text(NAME, ""))))
            .toList();
    if (elsewhere && !fillers.isEmpty()) {
      throw notElsewhere("the init container", fillers.getFirst(), "is the operator's own");
    }
    return fillers.stream().<Object>map(Fields::values).toList();
  }

  private static EngineException notElsewhere(String what, Fields part, String why) {
    return EngineException.of(
        ErrorKind.UNSUPPORTED,
        "%s '%s' of the operator's pod, with plugins or client programs, %s, and what is on a claim is worked on in the claim's namespace; have those who run the operator put them into its image, or set --worker=process"
            .formatted(what, part.text(NAME, ""), why));
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
