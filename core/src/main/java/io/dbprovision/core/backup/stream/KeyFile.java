package io.dbprovision.core.backup.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.dbprovision.spi.EngineException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.AEADBadTagException;

/**
 * A data key wrapped by the user's key, as it lies in the store.
 *
 * @param keyId of the user's key
 */
record KeyFile(String keyId, String nonce, String wrapped) {
  static final int NONCE = 12;
  static final int LONGEST = 1024;

  private static final byte[] LABEL = "dbops backup key v1".getBytes(StandardCharsets.UTF_8);

  static KeyFile wrap(DataKey data, EncryptionKey user, byte[] binding, RandomGenerator random) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    byte[] sealed = Aes.seal(user.reveal(), nonce, bound(user.id(), binding), data.reveal());
    Base64.Encoder base64 = Base64.getEncoder();
    return new KeyFile(user.id(), base64.encodeToString(nonce), base64.encodeToString(sealed));
  }

  /**
   * @throws IOException when these are not the bytes that {@link #bytes} gives
   */
  static KeyFile read(byte[] bytes) throws IOException {
    JsonNode tree = Json.read(bytes);
    KeyFile file =
        new KeyFile(Json.text(tree, "keyId"), Json.text(tree, "nonce"), Json.text(tree, "wrapped"));
    if (!Arrays.equals(bytes, file.bytes())) {
      throw new IOException("not as it was written");
    }
    return file;
  }

  byte[] bytes() {
    return Json.bytes(
        Json.object()
            .put("version", 1)
            .put("cipher", "AES-256-GCM")
            .put("keyId", keyId)
            .put("nonce", nonce)
            .put("wrapped", wrapped));
  }

  /**
   * @throws EngineException INVALID when it is another key or the file is damaged
   */
  DataKey unwrap(EncryptionKey user, byte[] binding, Complaint complaint) {
    if (!keyId.equals(user.id())) {
      throw complaint.damaged(
          "is encrypted with the key " + keyId + ", and the key given is " + user.id());
    }
    try {
      byte[] iv = Base64.getDecoder().decode(nonce);
      byte[] sealed = Base64.getDecoder().decode(wrapped);
      if (iv.length != NONCE) {
        throw new IllegalArgumentException("nonce");
      }
      return new DataKey(Aes.open(user.reveal(), iv, bound(keyId, binding), sealed));
    } catch (AEADBadTagException | IllegalArgumentException e) {
      throw complaint
          .damaged("has a damaged key file, or one that belongs to another backup")
          .causedBy(e);
    }
  }

  private static byte[] bound(String keyId, byte[] binding) {
    ByteArrayOutputStream bound = new ByteArrayOutputStream();
    bound.writeBytes(LABEL);
    bound.writeBytes(keyId.getBytes(StandardCharsets.UTF_8));
    bound.writeBytes(binding);
    return bound.toByteArray();
  }

  /** Without the wrapped key, which is of no use without the user's but nobody's business. */
  @Override
  public String toString() {
    return "[key file for " + keyId + "]";
  }
}
