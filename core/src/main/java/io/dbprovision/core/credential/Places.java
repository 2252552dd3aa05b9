package io.dbprovision.core.credential;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.reference.CrossRefs;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.Optional;

/** Where a user's credentials are kept, and what its annotations ask of them. */
public final class Places {
  private final CredentialContents contents;

  @Inject
  public Places(CredentialContents contents) {
    this.contents = contents;
  }

  /** Where readers find the login. */
  SecretSite.Place output(CustomResource user) {
    return new SecretSite.Place(outputNamespace(user), secretName(user));
  }

  /** Where they found it, when the manifest has named another place since. */
  Optional<SecretSite.Place> formerOutput(CustomResource user) {
    Fields told = user.status().object("secret");
    return told.text("name")
        .map(name -> new SecretSite.Place(told.text("namespace", user.namespace()), name))
        .filter(place -> !place.equals(output(user)));
  }

  String outputNamespace(CustomResource user) {
    return CrossRefs.output(user).namespace();
  }

  /** Of the Secret that readers use. */
  String secretName(CustomResource user) {
    Fields spec = user.spec().object("passwordSecret");
    return contents.secretName(
        spec.text("secretName", user.spec().text("username", "") + "-credentials"));
  }

  /** Of the operator's own Secret, where what readers see is not all there is to know. */
  String keeperName(CustomResource user) {
    return contents.secretName(user.name() + "-dbops-login");
  }

  /**
   * @throws EngineException INVALID when readers would get the operator's own Secret
   */
  void requireApart(CustomResource user) {
    if (outputNamespace(user).equals(user.namespace())
        && secretName(user).equals(keeperName(user))) {
      throw EngineException.at(
          ErrorKind.INVALID,
          "spec.passwordSecret.secretName",
          "is the name of the Secret in which the operator keeps this login; choose another");
    }
  }

  /** The rotation that is asked for; empty when none is. */
  String rotationToken(CustomResource user) {
    String token = user.metadata().annotations().getOrDefault(Keys.ROTATE_PASSWORD, "");
    return token.equals("false") ? "" : token;
  }
}
