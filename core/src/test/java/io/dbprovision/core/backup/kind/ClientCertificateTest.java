package io.dbprovision.core.backup.kind;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.backup.work.FakeWorkers;
import io.dbprovision.core.backup.work.StoreAccess;
import io.dbprovision.core.backup.work.Work;
import io.dbprovision.core.backup.work.WorkState;
import io.dbprovision.core.backup.work.WorkTerms;
import io.dbprovision.core.backup.work.Workers;
import io.dbprovision.core.instance.ServerState;
import io.dbprovision.core.reconcile.World;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.TlsMode;
import io.dbprovision.spi.TlsSettings;
import io.dbprovision.spi.testkit.memory.MemoryStore;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClientCertificateTest {
  private static final Credentials LOGIN = new Credentials("copy", SecretText.of("p"));
  private static final TlsSettings WITH_KEY =
      TlsSettings.builder(TlsMode.REQUIRE).client("certificate", SecretText.of("key")).build();

  private final World world = World.withInstance();

  /** Processes of the operator's own. */
  private static final class Beside implements Workers {
    private final FakeWorkers workers = new FakeWorkers();

    @Override
    public boolean besideOperator() {
      return true;
    }

    @Override
    public void start(Work work, WorkTerms terms) {
      workers.start(work, terms);
    }

    @Override
    public WorkState state(String id) {
      return workers.state(id);
    }

    @Override
    public void cancel(String id) {
      workers.cancel(id);
    }

    @Override
    public void forget(String id) {
      workers.forget(id);
    }

    @Override
    public void listen(Consumer<String> changed) {
      workers.listen(changed);
    }
  }

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

  private static StoreSite store(@Nullable String claim) {
    StoreAccess access = new StoreAccess("memory", Section.empty("spec"), Map.of(), null);
    return new StoreSite(new MemoryStore(), access, "", claim);
  }

  @Test
  void aWorkerInSomebodyElsesNamespaceGetsNoneAndThatIsSaid() {
    Site site = site(WITH_KEY);
    assertThat(ClientCertificate.given(store("backups"), new FakeWorkers())).isFalse();
    assertThat(site.endpoint(LOGIN, "shop", false).tls().key()).isEmpty();
    assertThat(ClientCertificate.without(site, store("backups"), new FakeWorkers()).orElseThrow())
        .contains("claim backups", "client certificate", "main");
  }

  @Test
  void nothingIsSaidWhereTheWorkerHasItOrThereIsNone() {
    Site site = site(WITH_KEY);
    assertThat(ClientCertificate.without(site, store(null), new FakeWorkers())).isEmpty();
    assertThat(ClientCertificate.without(site, store("backups"), new Beside())).isEmpty();
    assertThat(ClientCertificate.given(store("backups"), new Beside())).isTrue();
    assertThat(site.endpoint(LOGIN, "shop", true).tls().key()).isPresent();
    assertThat(
            ClientCertificate.without(
                site(TlsSettings.unspecified()), store("backups"), new FakeWorkers()))
        .isEmpty();
  }
}
