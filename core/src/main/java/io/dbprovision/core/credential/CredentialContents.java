package io.dbprovision.core.credential;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.kube.Secrets.Secret;
import io.dbprovision.spi.SecretText;
import java.util.Map;
import java.util.Optional;

/** What a credential Secret is made of; pure but for randomness. */
public interface CredentialContents {
  /** A new password by the rules of {@code spec.passwordSecret}. */
  SecretText newPassword(CustomResource user);

  /** A valid, stable Secret name for a wish that may not be one. */
  String secretName(String wish);

  /** The password in a Secret that we or an earlier operator wrote; empty when there is none. */
  Optional<SecretText> recover(Secret secret);

  /**
   * The Secret's content for its readers.
   *
   * @param login the name they log in with
   * @throws io.dbprovision.spi.EngineException INVALID or UNSUPPORTED, naming the field at fault
   */
  Content render(CustomResource user, String login, Access access, SecretText password);

  /** Content of a Secret. Prints no value. */
  record Content(
      String type,
      Map<String, String> labels,
      Map<String, String> annotations,
      Map<String, SecretText> data) {}
}
