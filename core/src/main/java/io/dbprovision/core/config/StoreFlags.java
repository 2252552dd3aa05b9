package io.dbprovision.core.config;

import picocli.CommandLine.Option;

/** The flags about what manifests' stores may do with what is the platform's own. */
final class StoreFlags {
  @Option(
      names = "--store-pod-identity",
      defaultValue = "deny",
      paramLabel = "deny|allow|<namespaces>",
      description =
          "Who may store backups without a Secret, by the identity of the operator's own pods:"
              + " nobody, everybody, or these namespaces, separated by commas (default:"
              + " ${DEFAULT-VALUE}).")
  private String podIdentity = "";

  @Option(
      names = "--store-link-local",
      defaultValue = "false",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description =
          "Let a store's endpoint be a link-local address, where clouds tell machines their"
              + " credentials (default: ${DEFAULT-VALUE}).")
  private String linkLocal = "";

  StoreRules read(FlagReader reader) {
    return new StoreRules(
        reader.read(
            "--store-pod-identity",
            podIdentity,
            StoreRules.STRICT.podIdentity(),
            StoreRules.PodIdentity::parse),
        reader.bool("--store-link-local", linkLocal));
  }
}
