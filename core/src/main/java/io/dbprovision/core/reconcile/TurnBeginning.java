package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
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
 * over to the role they share, nothing is begun: its application would lose its own tables. Neither
 * is it where others name the login, who would go on to work on it while the rights are elsewhere.
 * Thread-safe.
 */
final class TurnBeginning {
  private static final String FIELD = "spec.passwordRotation.";
  private static final int SHOWN = 3;

  private final LoginMentions mentions;

  @Inject
  TurnBeginning(LoginMentions mentions) {
    this.mentions = mentions;
  }

  /**
   * @param login which is to have the first turn
   * @throws EngineException CONFLICT or INVALID, naming the field and the way out
   */
  void check(Request request, RotationPolicy policy, String login) {
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
    requireNotNamed(request, policy, name);
    // a login of which the password is not known cannot be made anew beside the role
    boolean goesOver = policy.makesServiceRole() && login.equals(name);
    if (!goesOver) {
      requireNothingOwned(request, policy, name);
    }
  }

  private void requireNotNamed(Request request, RotationPolicy policy, String login) {
    List<CustomResource> found = mentions.asLogin(request.resource(), request.instance(), login);
    if (found.isEmpty()) {
      return;
    }
    String objects =
        found.stream()
            .limit(SHOWN)
            .map(one -> one.kind().name() + " " + one.key().path())
            .collect(Collectors.joining(", "));
    throw EngineException.at(
        ErrorKind.CONFLICT,
        FIELD + "enabled",
        "other objects name the login \"%s\" (%s%s). Logins that take turns come and go, and what they have is with the role that they share: name \"%s\" there instead; who names it waits until it is made"
            .formatted(
                login,
                objects,
                found.size() > SHOWN ? " and %d more".formatted(found.size() - SHOWN) : "",
                policy.serviceRole()));
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
