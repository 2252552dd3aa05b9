package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.Databases;
import io.dbprovision.spi.Discovery;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Grants;
import io.dbprovision.spi.InitScripts;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.LogicalDump;
import io.dbprovision.spi.LogicalRestore;
import io.dbprovision.spi.OwnLogin;
import io.dbprovision.spi.OwnedObjects;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.Quiescence;
import io.dbprovision.spi.Roles;
import io.dbprovision.spi.ServerInfo;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.Users;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

final class InMemorySession implements Session {
  private final InMemoryServer server;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Databases databases;
  private final Users users;
  private final Roles roles;
  private final Grants grants;

  InMemorySession(InMemoryServer server) {
    this.server = server;
    this.databases = new InMemoryDatabases(server, this::called);
    this.users = new InMemoryUsers(server, this::called);
    this.roles = new InMemoryRoles(server, this::called);
    this.grants = new InMemoryGrants(server, this::called);
  }

  @Override
  public ServerInfo info() {
    called(Operation.INFO);
    return server.info();
  }

  @Override
  public <C> Optional<C> capability(Class<C> type) {
    if (type == Databases.class) {
      return Optional.of(type.cast(databases));
    }
    if (type == Users.class) {
      return Optional.of(type.cast(users));
    }
    if (type == Roles.class) {
      return Optional.of(type.cast(roles));
    }
    if (type == Grants.class) {
      return Optional.of(type.cast(grants));
    }
    if (type == OwnershipRecord.class) {
      return Optional.of(type.cast(new Records()));
    }
    if (type == Discovery.class) {
      return Optional.of(type.cast(new InMemoryDiscovery(server, this::called)));
    }
    if (type == OwnLogin.class) {
      OwnLogin login =
          password -> {
            called(Operation.CHANGE_PASSWORD);
            server.changeAdminPassword(password);
          };
      return Optional.of(type.cast(login));
    }
    if (type == InitScripts.class) {
      return Optional.of(
          type.cast(new InMemoryScripts(server, () -> called(Operation.RUN_SCRIPT))));
    }
    if (type == LogicalDump.class) {
      return Optional.of(type.cast(new MemoryDump(server, this::called)));
    }
    if (type == LogicalRestore.class) {
      return Optional.of(type.cast(new MemoryRestore(server, this::called)));
    }
    if (type == Quiescence.class) {
      return Optional.of(type.cast(new MemoryQuiescence(server, this::called)));
    }
    if (type == OwnedObjects.class) {
      return Optional.of(type.cast(new InMemoryOwned(server, () -> called(Operation.OWNED_BY))));
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      server.called(Operation.CLOSE);
    }
  }

  /** What is kept beside each object. */
  private final class Records implements OwnershipRecord {
    @Override
    public Optional<Owner> ownerOf(Kind kind, String name) {
      called(Operation.OWNER_OF);
      StoredObject stored = objects(kind).get(name);
      return stored == null ? Optional.empty() : Optional.ofNullable(stored.owner());
    }

    @Override
    public boolean renew(Kind kind, String name, Owner owner) {
      called(Operation.RENEW);
      StoredObject before = objects(kind).get(name);
      StoredObject after =
          objects(kind)
              .computeIfPresent(
                  name, (_, stored) -> stored.owner() == null ? stored.withOwner(owner) : stored);
      return before != null && before.owner() == null && after != null;
    }
  }

  private Map<String, StoredObject> objects(Kind kind) {
    if (kind.equals(Kind.DATABASE)) {
      return server.databases();
    }
    if (kind.equals(Kind.ROLE)) {
      return server.roles();
    }
    return kind.equals(Kind.USER) ? server.users() : Map.of();
  }

  private void called(Operation operation) {
    if (closed.get()) {
      throw EngineException.of(ErrorKind.UNREACHABLE, "the session is closed");
    }
    server.called(operation);
  }
}
