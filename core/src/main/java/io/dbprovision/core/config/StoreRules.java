package io.dbprovision.core.config;

import java.util.Set;

/**
 * What the platform lets manifests' stores do with what is its own.
 *
 * @param podIdentity who may have the pod that copies sign in as itself, without a Secret
 * @param linkLocal whether an endpoint may be an address that only this machine or cloud has
 */
public record StoreRules(PodIdentity podIdentity, boolean linkLocal) {
  /** Nothing of the platform's own for anybody. */
  public static final StoreRules STRICT = new StoreRules(new PodIdentity(false, Set.of()), false);

  /**
   * Whose backups may use the identity of the operator's own pods, which is the same for all.
   *
   * @param all every namespace
   * @param namespaces these, when not all
   */
  public record PodIdentity(boolean all, Set<String> namespaces) {
    public PodIdentity {
      namespaces = Set.copyOf(namespaces);
    }

    public boolean allows(String namespace) {
      return all || namespaces.contains(namespace);
    }

    /**
     * @param text {@code deny}, {@code allow}, or namespaces separated by commas
     * @throws IllegalArgumentException with what is wrong
     */
    static PodIdentity parse(String text) {
      return switch (text.strip()) {
        case "deny" -> new PodIdentity(false, Set.of());
        case "allow" -> new PodIdentity(true, Set.of());
        default -> {
          Set<String> names = FlagReader.list(text);
          if (names.isEmpty()) {
            throw new IllegalArgumentException("is empty; say deny, allow, or name namespaces");
          }
          for (String name : names) {
            if (!OperatorConfig.NAMESPACE.matcher(name).matches()) {
              throw new IllegalArgumentException("\"" + name + "\" is no name of a namespace");
            }
            if (name.equals("allow") || name.equals("deny")) {
              throw new IllegalArgumentException(
                  "\"" + name + "\" stands alone, or is left out beside namespaces");
            }
          }
          yield new PodIdentity(false, names);
        }
      };
    }
  }
}
