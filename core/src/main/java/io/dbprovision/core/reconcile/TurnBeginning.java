package io.dbprovision.core.reconcile;

import io.dbprovision.core.rotation.RotationPolicy;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.OwnedObjects;
import io.dbprovision.spi.OwnedObjects.OwnedObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A login that had the rights itself is to take turns with others. Where what it owns cannot go
 * over to the role they share, nothing is begun: its application would lose its own tables.
 */
final class TurnBeginning {
  private static final String FIELD = "spec.passwordRotation.";
  private static final int SHOWN = 3;

  private TurnBeginning() {}

  /**
   * @param login which is to have the first turn
   * @throws EngineException CONFLICT or INVALID, naming the field and the way out
   */
  static void check(Request request, RotationPolicy policy, String login) {
    Optional<String> former = TurnTaking.former(request.resource());
    if (former.isEmpty()) {
      return;
    }
    String name = former.get();
    if (policy.serviceRole().equals(name)) {
      throw EngineException.at(
          ErrorKind.INVALID,
          FIELD + "serviceRole.name",
          "is the name of the login in use; logins that take turns share a role beside them, so"
              + " choose another name");
    }
    // a login of which the password is not known cannot be made anew beside the role
    boolean goesOver = policy.makesServiceRole() && login.equals(name);
    if (!goesOver) {
      requireNothingOwned(request, policy, name);
    }
  }

  private static void requireNothingOwned(Request request, RotationPolicy policy, String login) {
    Optional<OwnedObjects> ownership = request.server().session().capability(OwnedObjects.class);
    if (ownership.isEmpty()) {
      return;
    }
    List<OwnedObject> owned = ownership.get().ownedBy(login, SHOWN);
    if (owned.isEmpty()) {
      return;
    }
    String objects =
        owned.stream()
            .map(object -> object.type() + " " + object.name())
            .collect(Collectors.joining(", "));
    throw policy.makesServiceRole()
        ? EngineException.at(
            ErrorKind.CONFLICT,
            FIELD + "enabled",
            "the login \"%s\" owns objects (%s) that the next login could not use, and its password is not known, so that they cannot go over to the role they share. Switch rotation off, have a password set with the annotation rotate-password, and switch it on again; or let another role own them"
                .formatted(login, objects))
        : EngineException.at(
            ErrorKind.CONFLICT,
            FIELD + "serviceRole.autoCreate",
            "is false, and the login \"%s\" owns objects (%s) that it could not use while it works as \"%s\". Leave autoCreate out, so that the role is made of all that the login has; or hand them over first: %s"
                .formatted(
                    login,
                    objects,
                    policy.serviceRole(),
                    ownership.get().resolution(login, policy.serviceRole())));
  }
}
