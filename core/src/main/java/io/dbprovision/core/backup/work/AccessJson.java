package io.dbprovision.core.backup.work;

import io.dbprovision.core.api.Fields;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.TlsMode;
import io.dbprovision.spi.TlsSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Servers and stores as JSON-like maps, with what lets one in. */
final class AccessJson {
  private static final String PATH = "path";
  private static final String VALUES = "values";

  private AccessJson() {}

  static Map<String, Object> server(Endpoint server) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("engine", server.engine().value());
    json.put("host", server.host());
    json.put("port", server.port());
    json.put("database", server.database());
    json.put("username", server.credentials().username());
    json.put("password", server.credentials().password().reveal());
    json.put("options", section(server.options()));
    json.put("tls", server.tls().mode().name());
    server.tls().ca().ifPresent(pem -> json.put("ca", pem));
    server.tls().certificate().ifPresent(pem -> json.put("certificate", pem));
    server.tls().key().ifPresent(pem -> json.put("key", pem.reveal()));
    return json;
  }

  static Endpoint server(Fields json) {
    TlsSettings.Builder tls =
        TlsSettings.builder(TlsMode.valueOf(required(json, "tls")))
            .ca(json.text("ca").orElse(null));
    if (json.has("certificate")) {
      tls.client(required(json, "certificate"), SecretText.of(required(json, "key")));
    }
    return Endpoint.builder(
            new EngineName(required(json, "engine")),
            required(json, "host"),
            Math.toIntExact(json.number("port", 0)),
            new Credentials(required(json, "username"), SecretText.of(json.text("password", ""))))
        .database(json.text("database", ""))
        .tls(tls.build())
        .options(section(json.object("options")))
        .build();
  }

  static Map<String, Object> store(StoreAccess store) {
    Map<String, Object> secrets = new LinkedHashMap<>();
    store
        .secrets()
        .forEach(
            (field, entries) -> {
              Map<String, String> texts = new LinkedHashMap<>();
              entries.forEach((key, text) -> texts.put(key, text.reveal()));
              secrets.put(field, texts);
            });
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", store.name());
    json.put("block", section(store.block()));
    json.put("secrets", secrets);
    json.put("mount", store.mount() == null ? "" : store.mount().toString());
    return json;
  }

  static StoreAccess store(Fields json) {
    Fields written = json.object("secrets");
    Map<String, Map<String, SecretText>> secrets = new LinkedHashMap<>();
    for (String field : written.values().keySet()) {
      Map<String, SecretText> entries = new LinkedHashMap<>();
      written.textMap(field).forEach((key, text) -> entries.put(key, SecretText.of(text)));
      secrets.put(field, entries);
    }
    return new StoreAccess(
        required(json, "name"),
        section(json.object("block")),
        secrets,
        json.text("mount").map(Path::of).orElse(null));
  }

  static Map<String, Object> section(Section section) {
    return Map.of(PATH, section.path(), VALUES, section.values());
  }

  static Section section(Fields json) {
    return Section.of(required(json, PATH), json.object(VALUES).values());
  }

  static String required(Fields json, String key) {
    return json.text(key).orElseThrow(() -> new IllegalArgumentException(key + " is missing"));
  }
}
