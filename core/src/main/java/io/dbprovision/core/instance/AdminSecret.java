package io.dbprovision.core.instance;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;

/**
 * Where an instance's admin login is kept.
 *
 * @param path the field that says so
 */
record AdminSecret(
    String path, String namespace, String name, String usernameKey, String passwordKey) {
  private static final String CONNECTION = "spec.connection";

  /**
   * @throws EngineException INVALID when the manifest does not say
   */
  static AdminSecret of(CustomResource instance) {
    Fields connection = instance.spec().object("connection");
    String field = connection.has("secretRef") ? "secretRef" : "existingSecret";
    Fields ref = connection.object(field);
    String path = CONNECTION + "." + field;
    String name =
        ref.text("name")
            .orElseThrow(
                () ->
                    EngineException.at(
                        ErrorKind.INVALID,
                        CONNECTION + ".secretRef",
                        "names no Secret; the operator needs the server's admin login from one"));
    String namespace =
        instance.kind().namespaced()
            ? ref.text("namespace", instance.namespace())
            : namespaceOf(instance, ref, path);
    Fields keys = ref.object("keys");
    return new AdminSecret(
        path,
        namespace,
        name,
        keys.text("username", "username"),
        keys.text("password", "password"));
  }

  private static String namespaceOf(CustomResource instance, Fields ref, String path) {
    return ref.text("namespace")
        .orElseThrow(
            () ->
                EngineException.at(
                    ErrorKind.INVALID,
                    path + ".namespace",
                    "is missing; a %s has no namespace of its own to find Secret %s in"
                        .formatted(instance.kind(), ref.text("name", ""))));
  }
}
