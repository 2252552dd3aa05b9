package io.dbprovision.core.secret;

import io.dbprovision.spi.SecretText;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * What a Secret template may use, one component per variable. Absent texts are empty, never null.
 *
 * @param port decimal in the output; no string function takes it
 * @param database the instance's own database, not the user's
 * @param sslMode empty when TLS is off
 * @param namespace the DatabaseUser's
 * @param name the DatabaseUser's
 * @param ca PEM text
 * @param tlsCert PEM text
 * @param tlsKey PEM text
 */
public record TemplateValues(
    String username,
    SecretText password,
    String host,
    int port,
    String database,
    String sslMode,
    String namespace,
    String name,
    String ca,
    String tlsCert,
    SecretText tlsKey) {

  SequencedMap<String, Object> asFields() {
    SequencedMap<String, Object> fields = new LinkedHashMap<>();
    fields.put("Username", username);
    fields.put("Password", password.reveal());
    fields.put("Host", host);
    fields.put("Port", port);
    fields.put("Database", database);
    fields.put("SSLMode", sslMode);
    fields.put("Namespace", namespace);
    fields.put("Name", name);
    fields.put("CA", ca);
    fields.put("TLSCert", tlsCert);
    fields.put("TLSKey", tlsKey.reveal());
    return fields;
  }
}
