package io.dbprovision.core.credential;

import io.dbprovision.core.api.Fields;
import io.dbprovision.core.kube.Secrets.Secret;
import io.dbprovision.spi.SecretText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A password that somebody else keeps in a Secret: read, never written. */
final class GivenCredential implements Credential {
  private final Secret secret;
  private final SecretText password;
  private final String key;
  private boolean applied;

  GivenCredential(Secret secret, SecretText password, String key, Fields before) {
    this.key = key;
    this.secret = secret;
    this.password = password;
    this.applied = AppliedVersion.matches(before, secret, key);
  }

  @Override
  public Optional<SecretText> password() {
    return Optional.of(password);
  }

  @Override
  public boolean applied() {
    return applied;
  }

  @Override
  public void write() {}

  @Override
  public void markApplied() {
    applied = true;
  }

  @Override
  public String version() {
    return secret.uid() + ":" + secret.resourceVersion();
  }

  @Override
  public Map<String, Object> status() {
    Map<String, Object> block = new LinkedHashMap<>();
    block.put("name", secret.name());
    block.put("namespace", secret.namespace());
    if (applied) {
      AppliedVersion.put(block, secret, key);
    }
    return block;
  }
}
