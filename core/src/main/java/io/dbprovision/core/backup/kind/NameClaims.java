package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.instance.ServerState;
import io.dbprovision.core.instance.Servers;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.Optional;

/**
 * Names that Database objects ask for. One that is not made yet leaves no trace on the server, and
 * a database that a restore makes there would stand in its way.
 */
final class NameClaims {
  private final Resources resources;
  private final Servers servers;

  @Inject
  NameClaims(Resources resources, Servers servers) {
    this.resources = resources;
    this.servers = servers;
  }

  /**
   * @throws EngineException CONFLICT with the Database whose name it is
   */
  void requireFree(Site site) {
    for (CustomResource database : resources.list(CustomKind.DATABASE)) {
      if (database.spec().text("name", "").equals(site.database())
          && Refs.instance(database).filter(home -> isServerOf(site, home)).isPresent()) {
        throw EngineException.at(
            ErrorKind.CONFLICT,
            "spec.target.databaseName",
            "is the name that %s has on that server: choose another one, or name that object with spec.target.databaseRef"
                .formatted(database.key()));
      }
    }
  }

  /** Two instances may lead to one server. */
  private boolean isServerOf(Site site, ResourceKey home) {
    if (home.equals(site.instance().key())) {
      return true;
    }
    if (!(servers.state(home) instanceof ServerState.Available there)) {
      return false;
    }
    Optional<String> identity = there.info().identity();
    ServerState.Available here = site.server();
    boolean told = identity.isPresent() && here.info().identity().isPresent();
    return told
        ? identity.equals(here.info().identity())
        : there.endpoint().host().equals(here.endpoint().host())
            && there.endpoint().port() == here.endpoint().port();
  }
}
