package io.dbprovision.jdbc.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads PEM text: certificates, and keys in the PKCS#8, PKCS#1 and SEC 1 forms. */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  /** DER of the algorithm that a PKCS#1 key does not name: rsaEncryption, NULL. */
  private static final byte[] RSA = {
    0x30,
    0x0d,
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };

  /** DER of the object id ecPublicKey. */
  private static final byte[] EC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

  private Pem() {}

  private record Block(String type, String base64) {
    byte[] der() throws GeneralSecurityException {
      try {
        return Base64.getMimeDecoder().decode(base64);
      } catch (IllegalArgumentException e) {
        throw new GeneralSecurityException("a block of it is not base64", e);
      }
    }
  }

  /** At least one certificate, in the order of the text. */
  static List<X509Certificate> certificates(String pem) throws GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> found = new ArrayList<>();
    for (Block block : blocks(pem)) {
      if (block.type.endsWith("CERTIFICATE")) {
        found.add(
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der())));
      }
    }
    if (found.isEmpty()) {
      throw new CertificateException("there is no CERTIFICATE block in it");
    }
    return found;
  }

  static PrivateKey privateKey(String pem) throws GeneralSecurityException {
    for (Block block : blocks(pem)) {
      switch (block.type) {
        case "PRIVATE KEY" -> {
          return pkcs8(block.der());
        }
        case "RSA PRIVATE KEY" -> {
          return pkcs8(sequence(VERSION_0, RSA, tagged(0x04, block.der())));
        }
        case "EC PRIVATE KEY" -> {
          byte[] algorithm = sequence(EC, curve(block.der()));
          return pkcs8(sequence(VERSION_0, algorithm, tagged(0x04, block.der())));
        }
        case "ENCRYPTED PRIVATE KEY" ->
            throw new GeneralSecurityException(
                "the key is encrypted; give it without a passphrase");
        default -> {
          // parameters or certificates beside the key
        }
      }
    }
    throw new GeneralSecurityException("there is no PRIVATE KEY block in it");
  }

  private static List<Block> blocks(String pem) {
    List<Block> found = new ArrayList<>();
    Matcher block = BLOCK.matcher(pem);
    while (block.find()) {
      found.add(new Block(block.group(1), block.group(2)));
    }
    return found;
  }

  private static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
    for (String algorithm : List.of("RSA", "EC", "Ed25519", "RSASSA-PSS")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (InvalidKeySpecException e) {
        // of another algorithm
      }
    }
    throw new GeneralSecurityException("the key is neither RSA, EC nor Ed25519");
  }

  /** The curve's object id in a SEC 1 key, which stands behind the tag [0]. */
  private static byte[] curve(byte[] sec1) throws GeneralSecurityException {
    for (int i = 0; i + 4 < sec1.length; i++) {
      if (sec1[i] == (byte) 0xa0 && sec1[i + 2] == 0x06 && sec1[i + 1] == sec1[i + 3] + 2) {
        byte[] oid = new byte[sec1[i + 1]];
        System.arraycopy(sec1, i + 2, oid, 0, oid.length);
        return oid;
      }
    }
    throw new GeneralSecurityException("the EC key does not name its curve");
  }

  private static byte[] sequence(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return tagged(0x30, all.toByteArray());
  }

  private static byte[] tagged(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else if (content.length < 0x100) {
      out.write(0x81);
      out.write(content.length);
    } else {
      out.write(0x82);
      out.write(content.length >> 8);
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }
}
