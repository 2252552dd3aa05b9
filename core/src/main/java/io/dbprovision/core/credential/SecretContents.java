package io.dbprovision.core.credential;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.kube.Secrets.Secret;
import io.dbprovision.core.secret.BindingPayload;
import io.dbprovision.core.secret.CredentialPayload;
import io.dbprovision.core.secret.CredentialRecovery;
import io.dbprovision.core.secret.PasswordGenerator;
import io.dbprovision.core.secret.PasswordPolicy;
import io.dbprovision.core.secret.SecretContent;
import io.dbprovision.core.secret.SecretNames;
import io.dbprovision.core.secret.SecretSpecException;
import io.dbprovision.core.secret.SecretTemplateSpec;
import io.dbprovision.core.secret.TemplateValues;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.SecretText;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** {@link CredentialContents} as the manifest's {@code spec.passwordSecret} says. */
public final class SecretContents implements CredentialContents {
  private final PasswordGenerator passwords;

  @Inject
  public SecretContents(RandomGenerator random) {
    this.passwords = new PasswordGenerator(random);
  }

  @Override
  public SecretText newPassword(CustomResource user) {
    Fields spec = spec(user);
    PasswordPolicy standard = PasswordPolicy.DEFAULT;
    return passwords.generate(
        new PasswordPolicy(
            Math.toIntExact(spec.number("length", standard.length())),
            spec.flag("includeSpecialChars", standard.includeSpecialChars()),
            spec.text("excludeChars", standard.excludeChars())));
  }

  @Override
  public String secretName(String wish) {
    return SecretNames.valid(wish);
  }

  @Override
  public Optional<SecretText> recover(Secret secret) {
    return CredentialRecovery.password(secret.data(), secret.annotations());
  }

  @Override
  public Content render(CustomResource user, String login, Access access, SecretText password) {
    TemplateValues values = values(user, login, access, password);
    Fields template = spec(user).object("secretTemplate");
    try {
      SecretContent content =
          CredentialPayload.of(
              new SecretTemplateSpec(
                  template.text("type", ""),
                  template.textMap("labels"),
                  template.textMap("annotations"),
                  template.textMap("data")),
              values);
      Map<String, String> annotations = new TreeMap<>(content.annotations());
      record(annotations, Keys.TEMPLATE_LABELS, template.textMap("labels"));
      record(annotations, Keys.TEMPLATE_ANNOTATIONS, template.textMap("annotations"));
      Content plain = new Content(content.type(), content.labels(), annotations, content.data());
      return ServiceBindings.asked(user) ? bound(user, access, values, plain) : plain;
    } catch (SecretSpecException e) {
      throw EngineException.of(ErrorKind.INVALID, String.valueOf(e.getMessage())).causedBy(e);
    }
  }

  /** What a template asks for stays, and wins. */
  private static Content bound(
      CustomResource user, Access access, TemplateValues values, Content content) {
    ServiceBindings.check(user, access);
    Map<String, SecretText> data =
        new HashMap<>(
            BindingPayload.of(values, access.scheme(), ServiceBindings.database(user, access)));
    data.putAll(content.data());
    String type = content.type();
    return new Content(
        type.equals(SecretContent.PLAIN) ? BindingPayload.secretType(access.scheme()) : type,
        content.labels(),
        content.annotations(),
        data);
  }

  /** So that what leaves the template can be told from what others put on the Secret. */
  private static void record(
      Map<String, String> annotations, String key, Map<String, String> given) {
    if (!given.isEmpty()) {
      annotations.put(key, String.join(",", new TreeSet<>(given.keySet())));
    }
  }

  private static TemplateValues values(
      CustomResource user, String login, Access access, SecretText password) {
    Endpoint endpoint = access.endpoint();
    return new TemplateValues(
        login,
        password,
        endpoint.host(),
        endpoint.port(),
        endpoint.database(),
        access.tlsMode(),
        user.namespace(),
        user.name(),
        endpoint.tls().ca().orElse(""),
        endpoint.tls().certificate().orElse(""),
        endpoint.tls().key().orElse(SecretText.of("")));
  }

  private static Fields spec(CustomResource user) {
    return user.spec().object("passwordSecret");
  }
}
