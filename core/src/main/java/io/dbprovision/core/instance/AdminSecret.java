package io.dbprovision.core.instance;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.reference.CrossRef;
import io.dbprovision.core.reference.CrossRefs;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;

/** Where an instance's admin login is kept. */
record AdminSecret(CrossRef ref, String usernameKey, String passwordKey) {
  /**
   * @throws EngineException INVALID when the manifest does not say
   */
  static AdminSecret of(CustomResource instance) {
    CrossRef ref =
        CrossRefs.admin(instance)
            .orElseThrow(
                () ->
                    EngineException.at(
                        ErrorKind.INVALID,
                        "spec.connection.secretRef",
                        "names no Secret; the operator needs the server's admin login from one"));
    if (ref.namespace().isEmpty()) {
      throw EngineException.at(
          ErrorKind.INVALID,
          ref.path() + ".namespace",
          "is missing; a %s has no namespace of its own to find Secret %s in"
              .formatted(instance.kind(), ref.name()));
    }
    Fields connection = instance.spec().object("connection");
    Fields keys =
        connection
            .object(connection.has("secretRef") ? "secretRef" : "existingSecret")
            .object("keys");
    return new AdminSecret(
        ref, keys.text("username", "username"), keys.text("password", "password"));
  }

  /** The field that says so. */
  String path() {
    return ref.path();
  }

  String namespace() {
    return ref.namespace();
  }

  String name() {
    return ref.name();
  }
}
