package io.dbprovision.core.kube;

import io.dbprovision.core.api.Fields;
import java.util.List;
import java.util.stream.Stream;

/** Tells whether the Pods of a template get anything from a Secret. Pure. */
final class SecretUse {
  private SecretUse() {}

  /**
   * @param pod the {@code spec} of a Pod
   */
  static boolean of(Fields pod, String secret) {
    Stream<String> names =
        Stream.concat(
            Stream.of("initContainers", "containers")
                .flatMap(list -> pod.objects(list).stream())
                .flatMap(SecretUse::ofContainer),
            pod.objects("volumes").stream().flatMap(SecretUse::ofVolume));
    return names.anyMatch(secret::equals);
  }

  private static Stream<String> ofContainer(Fields container) {
    return Stream.concat(
        container.objects("env").stream()
            .map(variable -> variable.object("valueFrom").object("secretKeyRef").text("name", "")),
        container.objects("envFrom").stream()
            .map(source -> source.object("secretRef").text("name", "")));
  }

  private static Stream<String> ofVolume(Fields volume) {
    List<Fields> projected = volume.object("projected").objects("sources");
    return Stream.concat(
        volume.object("secret").text("secretName").stream(),
        projected.stream().flatMap(source -> source.object("secret").text("name").stream()));
  }
}
