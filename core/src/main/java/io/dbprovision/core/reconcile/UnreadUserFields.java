package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.credential.ServiceBindings;
import io.dbprovision.core.rotation.RotationPolicy;
import java.util.ArrayList;
import java.util.List;

/**
 * Fields of a DatabaseUser that this version cannot make real, or that another field puts out of
 * effect: each with the reason, and with the one that counts.
 */
public final class UnreadUserFields {
  private static final String EXISTING = "existingPasswordSecret";
  private static final String SECRET = "passwordSecret";
  private static final String ROTATION = "passwordRotation";

  private final String namespace;
  private final Fields spec;
  private final RotationPolicy policy;
  private final boolean turns;
  private final String section;
  private final boolean twoPasswords;
  private final List<String> found = new ArrayList<>();

  private UnreadUserFields(CustomResource user, String section, boolean twoPasswords) {
    this.section = section;
    this.twoPasswords = twoPasswords;
    this.namespace = user.namespace();
    this.spec = user.spec();
    this.policy = RotationPolicy.of(user);
    this.turns = RotationPolicy.takesTurns(user);
  }

  /**
   * @param section the key of the engine's block
   * @param twoPasswords whether the server can hold two of a login at once
   * @return a sentence for each, beginning with the field's path
   * @throws io.dbprovision.spi.EngineException INVALID for a rotation that is not understood
   */
  public static List<String> of(CustomResource user, String section, boolean twoPasswords) {
    UnreadUserFields fields = new UnreadUserFields(user, section, twoPasswords);
    fields.found.addAll(ServiceBindings.unsupported(user));
    fields.rotation();
    fields.restarts();
    fields.secret();
    return List.copyOf(fields.found);
  }

  private void rotation() {
    Fields asked = spec.object(ROTATION);
    boolean keeps = policy.keepsReplaced() && twoPasswords && !turns && !given();
    if (policy.keepsReplaced() && !twoPasswords) {
      add(
          ROTATION + ".strategy",
          "%s is not supported by this server, which holds one password of a login; use role-inheritance or %s"
              .formatted(policy.strategy(), RotationPolicy.SINGLE_LOGIN));
    }
    ifTrue(
        asked.has(section) && !keeps,
        ROTATION + "." + section,
        "has an effect with strategy %s only, on servers that hold two passwords of a login"
            .formatted(RotationPolicy.DUAL_PASSWORD));
    if (policy.enabled() && !turns && given()) {
      add(ROTATION, "has no effect, because the password is taken from " + source());
    } else if (policy.enabled() && !turns) {
      String why = "has no effect with strategy " + policy.strategy() + ", which has one login";
      Fields old = asked.object("oldUserPolicy");
      ifTrue(asked.has("serviceRole"), ROTATION + ".serviceRole", why);
      ifTrue(!keeps && asked.has("oldUserPolicy"), ROTATION + ".oldUserPolicy", why);
      ifTrue(
          keeps && !old.text("action", "delete").equals("delete"),
          ROTATION + ".oldUserPolicy.action",
          why + ": its old password is discarded when the grace period is over");
      if (keeps) {
        policy.graceRaised().ifPresent(found::add);
      }
    }
  }

  private void restarts() {
    String place =
        spec.has(EXISTING) && !turns
            ? spec.object(EXISTING).text("namespace", namespace)
            : spec.object(SECRET).text("secretNamespace", namespace);
    ifTrue(
        spec.object(ROTATION).flag("restartWorkloads", false) && !place.equals(namespace),
        ROTATION + ".restartWorkloads",
        "has no effect, because the Secret is in namespace %s and only workloads of the user's own namespace are restarted"
            .formatted(place));
  }

  private void secret() {
    Fields wanted = spec.object(SECRET);
    String format = wanted.text("format", "kubernetes");
    if (!format.equals("kubernetes")) {
      add(
          SECRET + ".format",
          format + " is not supported by this version, the Secret is a plain one");
    }
    if (turns) {
      String why = "has no effect, because logins that take turns get new passwords";
      ifTrue(spec.has(EXISTING), EXISTING, why + " by spec." + ROTATION);
      ifTrue(!wanted.flag("generate", true), SECRET + ".generate", "false " + why);
    } else if (spec.has(EXISTING)) {
      ifTrue(
          spec.has(SECRET),
          SECRET,
          "has no effect, because the password is taken from spec." + EXISTING);
    } else if (given()) {
      String why = "has no effect with generate: false, where the Secret is given";
      ifTrue(wanted.has("secretTemplate"), SECRET + ".secretTemplate", why);
      ifTrue(wanted.text("excludeChars").isPresent(), SECRET + ".excludeChars", why);
    }
  }

  /** Somebody else makes the password. */
  private boolean given() {
    return spec.has(EXISTING) || !spec.object(SECRET).flag("generate", true);
  }

  private String source() {
    return "spec." + (spec.has(EXISTING) ? EXISTING : SECRET + " with generate: false");
  }

  private void ifTrue(boolean so, String field, String message) {
    if (so) {
      add(field, message);
    }
  }

  private void add(String field, String message) {
    found.add("spec." + field + ": " + message);
  }
}
