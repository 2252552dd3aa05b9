package io.dbprovision.core.secret;

import io.dbprovision.spi.SecretText;
import java.util.Map;
import java.util.Optional;

/** Finds the current password in a Secret that exists. Without state. */
public final class CredentialRecovery {
  private CredentialRecovery() {}

  /**
   * Looks at key {@code password}, then at the annotation of earlier operators, whose Secrets may
   * hold no such key. Empty when there is none or it is empty: then a new one is due.
   */
  public static Optional<SecretText> password(
      Map<String, SecretText> data, Map<String, String> annotations) {
    SecretText password = data.get(SecretKeys.PASSWORD);
    if (password != null && !password.isEmpty()) {
      return Optional.of(password);
    }
    return Optional.ofNullable(annotations.get(SecretKeys.MANAGED_PASSWORD_ANNOTATION))
        .filter(text -> !text.isEmpty())
        .map(SecretText::of);
  }
}
