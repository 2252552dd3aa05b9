package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.rotation.RotationPolicy;
import io.dbprovision.spi.Kind;
import java.util.Optional;

/** How databases, logins and roles are called on servers. */
final class ServerNames {
  private ServerNames() {}

  /**
   * As the manifest has it; of logins that take turns the one that readers have.
   *
   * @return empty text for a grant, which is nothing of its own, and for a manifest without a name
   */
  static String of(CustomResource resource) {
    Kind kind = resource.kind().spi();
    if (kind.equals(Kind.USER)) {
      return login(resource);
    }
    return kind.equals(Kind.DATABASE)
        ? resource.spec().text("name", "")
        : kind.equals(Kind.ROLE) ? resource.spec().text("roleName", "") : "";
  }

  private static String login(CustomResource user) {
    return TurnTaking.active(user)
        .orElseGet(
            () ->
                RotationPolicy.takesTurns(user)
                    ? witnessed(user).orElseGet(RotationPolicy.of(user)::serviceRole)
                    : user.spec().text("username", ""));
  }

  /** What the status says is there under which name; empty before the first success. */
  static Optional<String> witnessed(CustomResource resource) {
    Kind kind = resource.kind().spi();
    if (kind.equals(Kind.USER)) {
      return resource.status().object("user").text("username");
    }
    return kind.equals(Kind.DATABASE)
        ? resource.status().object("database").text("name")
        : kind.equals(Kind.ROLE) ? resource.status().object("role").text("name") : Optional.empty();
  }
}
