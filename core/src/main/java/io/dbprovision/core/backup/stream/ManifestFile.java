package io.dbprovision.core.backup.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dbprovision.core.digest.Sha256;
import io.dbprovision.spi.ContentSummary;
import io.dbprovision.spi.EngineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;

/**
 * A manifest as it lies in the store: a line of JSON, and a line with its seal. The contents of an
 * encrypted backup, which name its tables, are encrypted too.
 */
final class ManifestFile {
  private static final byte[] NO_NONCE = new byte[KeyFile.NONCE];

  /** More than the name of a digest and its hex digits take. */
  private static final int LONGEST_SEAL = 200;

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
   * @param contents whether they are wanted: who only asks what there is does not need them
   * @throws EngineException INVALID when it is no manifest
   */
  static ManifestFile read(byte[] bytes, boolean contents, Complaint complaint) {
    try {
      int end = 0;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      if (end == bytes.length || bytes.length - end > LONGEST_SEAL) {
        throw new IOException("not a line and a seal");
      }
      ManifestParser.Parsed parsed = ManifestParser.manifest(bytes, end, contents);
      String seal = new String(bytes, end + 1, bytes.length - end - 1, StandardCharsets.UTF_8);
      byte[] body = Arrays.copyOf(bytes, end);
      return new ManifestFile(parsed.manifest(), body, seal, parsed.sealedContents());
    } catch (ManifestParser.UnknownVersion e) {
      throw complaint
          .damaged("has a manifest of a version that this program does not know")
          .causedBy(e);
    } catch (IOException | DateTimeException e) {
      throw complaint.damaged("has a damaged manifest").causedBy(e);
    }
  }

  /**
   * @param key null for a backup that is not encrypted
   * @return the manifest, with its contents when they were read
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
      return manifest.with(ManifestParser.contents(plain));
    } catch (IllegalArgumentException | IOException | AEADBadTagException e) {
      throw complaint.damaged("has a manifest whose contents are damaged").causedBy(e);
    }
  }
}
