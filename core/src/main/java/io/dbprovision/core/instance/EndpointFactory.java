package io.dbprovision.core.instance;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.kube.Secrets.Secret;
import io.dbprovision.core.reference.CrossRef;
import io.dbprovision.core.reference.CrossRefs;
import io.dbprovision.core.reference.SecretReader;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.TlsMode;
import io.dbprovision.spi.TlsSettings;
import java.util.Locale;
import java.util.Optional;

/** Makes an endpoint of an instance's manifest and the Secrets it names. */
public final class EndpointFactory {
  private final SecretReader reader;

  @Inject
  public EndpointFactory(SecretReader reader) {
    this.reader = reader;
  }

  /**
   * @param section the engine's block key
   * @throws EngineException INVALID, NOT_FOUND or PERMISSION, naming the field
   */
  Endpoint endpoint(CustomResource instance, EngineName engine, String section) {
    Fields connection = instance.spec().object("connection");
    return Endpoint.builder(
            engine,
            connection.text("host", ""),
            Math.toIntExact(connection.number("port", 0)),
            login(instance))
        .database(connection.text("database", ""))
        .tls(tls(instance))
        .options(Section.of("spec." + section, instance.spec().object(section).values()))
        .home(instance.namespace())
        .build();
  }

  private Credentials login(CustomResource instance) {
    AdminSecret place = AdminSecret.of(instance);
    String path = place.path();
    Secret secret = reader.secret(instance, place.ref());
    return new Credentials(
        SecretReader.key(path + ".keys.username", secret, place.usernameKey()).reveal(),
        SecretReader.key(path + ".keys.password", secret, place.passwordKey()));
  }

  private TlsSettings tls(CustomResource instance) {
    Fields tls = instance.spec().object("tls");
    if (!tls.flag("enabled", false)) {
      return TlsSettings.unspecified();
    }
    TlsSettings.Builder settings = TlsSettings.builder(mode(tls.text("mode", "disable")));
    Optional<CrossRef> ref = CrossRefs.certificates(instance);
    if (ref.isPresent()) {
      String path = ref.get().path();
      Secret secret = reader.secret(instance, ref.get());
      Fields keys = tls.object("secretRef").object("keys");
      String caKey = keys.text("ca", "ca.crt");
      settings.ca(
          keys.has("cert") && secret.text(caKey).isEmpty()
              ? null
              : SecretReader.key(path, secret, caKey).reveal());
      if (keys.text("cert").isPresent() || keys.text("key").isPresent()) {
        settings.client(
            SecretReader.key(path, secret, keys.text("cert", "tls.crt")).reveal(),
            SecretReader.key(path, secret, keys.text("key", "tls.key")));
      }
    }
    return settings.build();
  }

  private static TlsMode mode(String text) {
    try {
      return TlsMode.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      throw EngineException.at(
              ErrorKind.INVALID,
              "spec.tls.mode",
              "must be disable, require, verify-ca or verify-full, got " + text)
          .causedBy(e);
    }
  }
}
