package io.dbprovision.core.credential;

import io.dbprovision.spi.SecretText;
import java.util.Map;
import java.util.Optional;

/** A user's password for one reconcile, and where it is kept. Used by one thread. */
public interface Credential {
  /** Empty for the password of an adopted login, which nobody told the operator. */
  Optional<SecretText> password();

  /** Whether the server has it already, by the record in the user's status. */
  boolean applied();

  /** Writes the Secrets that have to exist before the server learns the password. */
  void write();

  /** The server has the password now. */
  void markApplied();

  /** Changes whenever the password or what readers see of it may have changed. */
  String version();

  /** The {@code status.secret} block. */
  Map<String, Object> status();
}
