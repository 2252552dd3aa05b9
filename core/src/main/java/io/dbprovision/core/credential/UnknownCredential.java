package io.dbprovision.core.credential;

import io.dbprovision.spi.SecretText;
import java.util.Map;
import java.util.Optional;

/** Of a login that was there before us: it keeps the password it has, and no Secret tells it. */
final class UnknownCredential implements Credential {
  @Override
  public Optional<SecretText> password() {
    return Optional.empty();
  }

  @Override
  public boolean applied() {
    return false;
  }

  @Override
  public void write() {}

  @Override
  public void markApplied() {}

  @Override
  public String version() {
    return "unknown";
  }

  @Override
  public Map<String, Object> status() {
    return Map.of();
  }
}
