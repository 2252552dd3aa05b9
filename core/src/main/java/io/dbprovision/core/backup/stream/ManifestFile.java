package io.dbprovision.core.backup.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dbprovision.core.digest.Sha256;
import io.dbprovision.spi.ContentSummary;
import io.dbprovision.spi.DumpSummary;
import io.dbprovision.spi.EngineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;

/**
 * A manifest as it lies in the store: a line of JSON, and a line with its seal. The contents of an
 * encrypted backup, which name its tables, are encrypted too.
 */
final class ManifestFile {
  private static final byte[] NO_NONCE = new byte[KeyFile.NONCE];

  private final Manifest manifest;
  private final byte[] body;
  private final String seal;
  private final @Nullable String sealedContents;

  private ManifestFile(
      Manifest manifest, byte[] body, String seal, @Nullable String sealedContents) {
    this.manifest = manifest;
    this.body = body;
    this.seal = seal;
    this.sealedContents = sealedContents;
  }

  /** As it was read: of an encrypted backup not proven yet, and without its contents. */
  Manifest manifest() {
    return manifest;
  }

  /**
   * @param key null for a backup that is not encrypted
   */
  static byte[] bytes(Manifest manifest, @Nullable DataKey key) {
    ObjectNode tree = describe(manifest);
    ContentSummary contents = manifest.summary().contents();
    if (contents.isKnown()) {
      JsonNode plain = contents(contents);
      if (key == null) {
        tree.set("contents", plain);
      } else {
        // this key seals nothing else, so that a nonce of zeros is used once
        byte[] binding = Preamble.of(manifest).binding();
        byte[] sealed = Aes.seal(key.forContents(), NO_NONCE, binding, Json.bytes(plain));
        tree.put("sealedContents", Base64.getEncoder().encodeToString(sealed));
      }
    }
    byte[] body = Json.bytes(tree);
    String text = new String(body, StandardCharsets.UTF_8) + "\n" + seal(body, key) + "\n";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String seal(byte[] body, @Nullable DataKey key) {
    return key == null
        ? "sha256 " + Sha256.hex(Sha256.digest().digest(body))
        : "hmac-sha256 " + Sha256.hex(Aes.hmac(key.forManifest(), body));
  }

  private static ObjectNode describe(Manifest manifest) {
    ObjectNode tree =
        Json.object()
            .put("version", 1)
            .put("uid", manifest.header().uid())
            .put("engine", manifest.header().engine())
            .put("database", manifest.header().database())
            .put("format", manifest.header().format())
            .put("compression", manifest.compression().word())
            .put("encrypted", manifest.encrypted())
            .put("finished", manifest.finished().toString())
            .put("plainBytes", manifest.plainBytes())
            .put("segments", manifest.segments());
    ArrayNode parts = tree.putArray("parts");
    manifest.parts().forEach(parts::add);
    tree.put("checksum", manifest.checksum())
        .put("tool", manifest.summary().tool())
        .put("serverVersion", manifest.summary().serverVersion());
    ArrayNode warnings = tree.putArray("warnings");
    manifest.summary().warnings().forEach(warnings::add);
    return tree;
  }

  private static JsonNode contents(ContentSummary contents) {
    ObjectNode tree = Json.object().put("catalog", contents.catalog());
    ObjectNode rows = tree.putObject("rows");
    contents.rows().forEach(rows::put);
    return tree;
  }

  /**
   * @throws EngineException INVALID when it is no manifest
   */
  static ManifestFile read(byte[] bytes, Complaint complaint) {
    try {
      String text = new String(bytes, StandardCharsets.UTF_8);
      int end = text.indexOf('\n');
      if (end < 0) {
        throw new IOException("one line only");
      }
      byte[] body = text.substring(0, end).getBytes(StandardCharsets.UTF_8);
      JsonNode tree = Json.read(body);
      if (Json.number(tree, "version") != 1) {
        throw complaint.damaged("has a manifest of a version that this program does not know");
      }
      JsonNode contents = tree.get("contents");
      DumpSummary summary =
          new DumpSummary(
              Json.text(tree, "tool"),
              Json.text(tree, "serverVersion"),
              contents == null ? ContentSummary.unknown() : summary(contents),
              texts(tree.path("warnings")));
      return new ManifestFile(
          manifest(tree, summary),
          body,
          text.substring(end + 1),
          tree.has("sealedContents") ? Json.text(tree, "sealedContents") : null);
    } catch (IOException | DateTimeException e) {
      throw complaint.damaged("has a damaged manifest").causedBy(e);
    }
  }

  private static Manifest manifest(JsonNode tree, DumpSummary summary) throws IOException {
    List<Long> parts = new ArrayList<>();
    for (JsonNode size : tree.path("parts")) {
      parts.add(size.longValue());
    }
    return new Manifest(
        new BackupHeader(
            Json.text(tree, "uid"),
            Json.text(tree, "engine"),
            Json.text(tree, "database"),
            Json.text(tree, "format")),
        Compression.of(Json.text(tree, "compression"))
            .orElseThrow(() -> new IOException("unknown compression")),
        Json.flag(tree, "encrypted"),
        Instant.parse(Json.text(tree, "finished")),
        Json.number(tree, "plainBytes"),
        Json.number(tree, "segments"),
        parts,
        Json.text(tree, "checksum"),
        summary);
  }

  private static ContentSummary summary(JsonNode tree) throws IOException {
    Map<String, Long> rows = new TreeMap<>();
    tree.path("rows").properties().forEach(row -> rows.put(row.getKey(), row.getValue().asLong()));
    return new ContentSummary(rows, Json.text(tree, "catalog"));
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  /**
   * @param key null for a backup that is not encrypted
   * @return the manifest with its contents
   * @throws EngineException INVALID when it was changed
   */
  Manifest proven(@Nullable DataKey key, Complaint complaint) {
    // compared as text, not by value: an upper-case digit is a change too
    if (!seal.equals(seal(body, key) + "\n")) {
      throw complaint.damaged("has a manifest that was changed after it was written");
    }
    if (key == null || sealedContents == null) {
      return manifest;
    }
    try {
      byte[] sealed = Base64.getDecoder().decode(sealedContents);
      byte[] binding = Preamble.of(manifest).binding();
      byte[] plain = Aes.open(key.forContents(), NO_NONCE, binding, sealed);
      return manifest.with(summary(Json.read(plain)));
    } catch (IllegalArgumentException | IOException | AEADBadTagException e) {
      throw complaint.damaged("has a manifest whose contents are damaged").causedBy(e);
    }
  }
}
