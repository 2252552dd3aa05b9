package io.dbprovision.core.backup.kind;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.backup.work.StoreAccess;
import io.dbprovision.core.instance.ServerState;
import io.dbprovision.core.reconcile.World;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.TlsMode;
import io.dbprovision.spi.TlsSettings;
import io.dbprovision.spi.testkit.memory.MemoryStore;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClientCertificateTest {
  private static final Credentials LOGIN = new Credentials("copy", SecretText.of("p"));
  private static final TlsSettings WITH_KEY =
      TlsSettings.builder(TlsMode.REQUIRE).client("certificate", SecretText.of("key")).build();

  private final World world = World.withInstance();

  private Site site(TlsSettings tls) {
    ServerState.Available plain = world.available();
    Endpoint at = plain.endpoint();
    Endpoint endpoint =
        Endpoint.builder(at.engine(), at.host(), at.port(), at.credentials()).tls(tls).build();
    return new Site(
        world.resource(World.INSTANCE),
        new ServerState.Available(plain.engine(), endpoint, plain.session(), plain.info()),
        "shop");
  }

  private static StoreSite store(@Nullable ClaimSite claim) {
    StoreAccess access = new StoreAccess("memory", Section.empty("spec"), Map.of(), null);
    return new StoreSite(new MemoryStore(), access, "", claim, "default");
  }

  private static ClaimSite claim(boolean byWorkers) {
    return new ClaimSite(
        World.key(CustomKind.BACKUP, "nightly"), "backups", Path.of("/data"), byWorkers);
  }

  @Test
  void aWorkerInSomebodyElsesNamespaceGetsNoneAndThatIsSaid() {
    Site site = site(WITH_KEY);
    assertThat(ClientCertificate.given(store(claim(true)))).isFalse();
    assertThat(site.endpoint(LOGIN, "shop", false).tls().key()).isEmpty();
    assertThat(ClientCertificate.without(site, store(claim(true))).orElseThrow())
        .contains("claim backups", "client certificate", "main");
  }

  @Test
  void nothingIsSaidWhereTheWorkerHasItOrThereIsNone() {
    Site site = site(WITH_KEY);
    assertThat(ClientCertificate.without(site, store(null))).isEmpty();
    assertThat(ClientCertificate.without(site, store(claim(false)))).isEmpty();
    assertThat(ClientCertificate.given(store(claim(false)))).isTrue();
    assertThat(site.endpoint(LOGIN, "shop", true).tls().key()).isPresent();
    assertThat(ClientCertificate.without(site(TlsSettings.unspecified()), store(claim(true))))
        .isEmpty();
  }
}
