package io.dbprovision.mysql;

import io.dbprovision.jdbc.PoolThreads;
import io.dbprovision.jdbc.tls.TlsMaterial;
import io.dbprovision.mysql.connect.Server;
import io.dbprovision.mysql.connect.Target;
import io.dbprovision.mysql.copy.BackupChecks;
import io.dbprovision.mysql.database.DatabaseChecks;
import io.dbprovision.mysql.grant.Allowed;
import io.dbprovision.mysql.grant.GrantChecks;
import io.dbprovision.mysql.restore.RestoreChecks;
import io.dbprovision.mysql.role.RoleChecks;
import io.dbprovision.mysql.user.UserChecks;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineContext;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.Validation;
import java.time.Duration;
import java.util.Set;

/** MySQL 8.0.19 and newer, MariaDB 10.6 and newer; which one it is, the server says. */
public final class MySqlEngine implements Engine {
  private static final EngineName MYSQL = new EngineName("mysql");
  private static final EngineName MARIADB = new EngineName("mariadb");

  /** How much longer the network waits than the server's own limit. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final PoolThreads threads = new PoolThreads("mysql");

  @Override
  public Set<EngineName> names() {
    return Set.of(MYSQL, MARIADB);
  }

  @Override
  public String section() {
    return "mysql";
  }

  @Override
  public String scheme() {
    return "mysql";
  }

  @Override
  public Validation validate(Kind kind, Section section) {
    try {
      if (kind.equals(Kind.INSTANCE)) {
        return InstanceOptions.validate(section);
      }
      if (kind.equals(Kind.DATABASE)) {
        return DatabaseChecks.validate(section);
      }
      if (kind.equals(Kind.ROLE)) {
        return RoleChecks.validate(section);
      }
      if (kind.equals(Kind.GRANT)) {
        return GrantChecks.validate(section);
      }
      if (kind.equals(Kind.BACKUP)) {
        return BackupChecks.validate(section);
      }
      if (kind.equals(Kind.RESTORE)) {
        return RestoreChecks.validate(section);
      }
      return kind.equals(Kind.USER) ? UserChecks.validate(section) : Validation.ok();
    } catch (EngineException e) {
      return Validation.ok().with(section.path(), e);
    }
  }

  @Override
  public Session open(Endpoint endpoint, EngineContext context) {
    for (Validation.Problem problem : InstanceOptions.validate(endpoint.options()).problems()) {
      if (problem.kind() == ErrorKind.INVALID) {
        throw EngineException.at(problem.kind(), problem.path(), problem.message());
      }
    }
    InstanceOptions options = endpoint.options().as(InstanceOptions.class);
    return new MySqlSession(
        new Server(target(endpoint, options, context), threads),
        context,
        Allowed.of(
            options.allowedPrivileges(),
            options.allowedDatabases(),
            options.allowedRoles(),
            endpoint::isGuest));
  }

  private static Target target(Endpoint endpoint, InstanceOptions options, EngineContext context) {
    Duration statement = options.read(context.queryTimeout());
    Duration write = options.write(statement);
    return new Target(
        endpoint.host(),
        endpoint.port(),
        endpoint.credentials(),
        TlsMaterial.of(endpoint.tls().mode().strictest(options.mode()), endpoint.tls()),
        options.collationName(),
        options.connect(context.connectTimeout()),
        statement,
        (write.compareTo(statement) > 0 ? write : statement).plus(GRACE),
        Math.max(1, context.maxConnections()));
  }
}
