package io.dbprovision.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignaturesTest {
  @TempDir Path directory;
  @TempDir Path keys;

  private final KeyPair trusted = pair("Ed25519");
  private final KeyPair stranger = pair("Ed25519");

  @Test
  void aJarSignedByATrustedKeyIsLoaded() throws Exception {
    sign(healthy("raw"), trusted);
    Path jar = healthy("text");
    Path signature = sign(jar, trusted);
    Files.writeString(
        signature, Base64.getMimeEncoder().encodeToString(Files.readAllBytes(signature)) + "\n");

    assertThat(reports()).extracting(PluginReport::reason).containsExactly("", "");
  }

  @Test
  void theSignatureMayBeOfTheJarItself() throws Exception {
    Path jar = PluginJar.healthy("direct").write(directory, "direct.jar");
    Files.write(directory.resolve("direct.jar.sig"), signature(jar, trusted));

    assertThat(reports()).extracting(PluginReport::reason).containsExactly("");

    PluginJar.healthy("direct").manifest("Plugin-Version", "6.6.6").write(directory, "direct.jar");

    assertThat(reports().getFirst().reason()).contains("no signature of direct.jar");
  }

  @Test
  void aJarWithoutSignatureIsRefusedAndHarmsNoOther() throws Exception {
    sign(healthy("signed"), trusted);
    healthy("unsigned");

    assertThat(reports())
        .extracting(PluginReport::state)
        .containsExactly(PluginReport.State.LOADED, PluginReport.State.REFUSED);
    assertThat(reports().getLast().reason()).contains("not signed", "unsigned.jar.sig");
  }

  @Test
  void aStrangersSignatureIsRefused() throws Exception {
    sign(healthy("strange"), stranger);

    assertThat(reports().getFirst().reason()).contains("no signature", "trusted key");
  }

  @Test
  void theSignatureOfAnotherJarIsRefused() throws Exception {
    Path other = sign(healthy("other"), trusted);
    Path jar = healthy("some");
    sign(jar, trusted);
    Files.copy(other, directory.resolve("some.jar.sig"), StandardCopyOption.REPLACE_EXISTING);

    assertThat(reports().getLast().state()).isEqualTo(PluginReport.State.REFUSED);
  }

  @Test
  void aJarThatWasChangedAfterItWasSignedIsRefusedWhateverTheChecksumMode() throws Exception {
    sign(healthy("changed"), trusted);
    PluginJar.healthy("changed")
        .manifest("Plugin-Version", "6.6.6")
        .write(directory, "changed.jar");

    assertThat(reports().getFirst().reason()).contains("its SHA-256 is not the one");
  }

  @Test
  void garbageInsteadOfASignatureIsRefused() throws Exception {
    for (byte[] garbage : List.of(new byte[0], new byte[64], new byte[65], new byte[] {63})) {
      Files.write(sign(healthy("garbage"), trusted), garbage);

      assertThat(reports().getFirst().state()).isEqualTo(PluginReport.State.REFUSED);
    }
  }

  @Test
  void anyOfTheKeysInAFolderWillDo() throws Exception {
    Files.writeString(keys.resolve("a.pem"), pem("PUBLIC KEY", stranger.getPublic().getEncoded()));
    Files.writeString(keys.resolve("b.pem"), pem("PUBLIC KEY", trusted.getPublic().getEncoded()));
    Files.writeString(keys.resolve("read.me"), "not read");
    sign(healthy("signed"), trusted);

    assertThat(reports(TrustedKeys.read(keys)).getFirst().state())
        .isEqualTo(PluginReport.State.LOADED);
  }

  @Test
  void aPlaceWithoutKeysIsAnErrorAndDoesNotSwitchTheCheckOff() throws Exception {
    assertThatThrownBy(() -> TrustedKeys.read(keys))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no PUBLIC KEY block");
    assertThatThrownBy(() -> TrustedKeys.read(keys.resolve("absent")))
        .hasMessageContaining("cannot be read");
  }

  @Test
  void keysOfAnotherKindAreErrors() throws Exception {
    Path file = keys.resolve("key.pem");
    Files.writeString(file, pem("PRIVATE KEY", trusted.getPrivate().getEncoded()));
    assertThatThrownBy(() -> TrustedKeys.read(file)).hasMessageContaining("holds a PRIVATE KEY");

    Files.writeString(file, pem("PUBLIC KEY", pair("RSA").getPublic().getEncoded()));
    assertThatThrownBy(() -> TrustedKeys.read(file)).hasMessageContaining("no Ed25519 key");
  }

  private List<PluginReport> reports() {
    return reports(new TrustedKeys(List.of(trusted.getPublic())));
  }

  private List<PluginReport> reports(TrustedKeys keys) {
    PluginSettings settings = PluginSettings.of(directory).withChecks(ChecksumMode.OFF, keys);
    try (PluginCatalog catalog = PluginCatalog.load(settings, PluginObserver.none())) {
      return catalog.reports();
    }
  }

  private Path healthy(String name) throws IOException, GeneralSecurityException {
    Path jar = PluginJar.healthy(name).write(directory, name + ".jar");
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
    Files.writeString(
        directory.resolve(name + ".jar.sha256"),
        HexFormat.of().formatHex(digest) + "  " + name + ".jar\n");
    return jar;
  }

  private static Path sign(Path jar, KeyPair by) throws IOException, GeneralSecurityException {
    return Files.write(
        jar.resolveSibling(jar.getFileName() + ".sig"),
        signature(jar.resolveSibling(jar.getFileName() + ".sha256"), by));
  }

  private static byte[] signature(Path file, KeyPair by)
      throws IOException, GeneralSecurityException {
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(by.getPrivate());
    signature.update(Files.readAllBytes(file));
    return signature.sign();
  }

  private static String pem(String type, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(type, Base64.getMimeEncoder().encodeToString(content), type);
  }

  private static KeyPair pair(String algorithm) {
    try {
      return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }
}
