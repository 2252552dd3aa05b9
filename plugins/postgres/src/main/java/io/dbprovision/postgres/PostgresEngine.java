package io.dbprovision.postgres;

import io.dbprovision.jdbc.PoolThreads;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.connect.ServerTarget;
import io.dbprovision.postgres.connect.TlsChoice;
import io.dbprovision.postgres.copy.BackupOptions;
import io.dbprovision.postgres.copy.RestoreOptions;
import io.dbprovision.postgres.database.DatabaseChecks;
import io.dbprovision.postgres.grant.GrantChecks;
import io.dbprovision.postgres.sql.Wait;
import io.dbprovision.postgres.user.Admission;
import io.dbprovision.postgres.user.RoleChecks;
import io.dbprovision.postgres.user.RoleRules;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineContext;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Mentions;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.Validation;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** PostgreSQL 14 and newer. */
public final class PostgresEngine implements Engine {
  private static final EngineName NAME = new EngineName("postgres");
  private static final String DEFAULT_DATABASE = "postgres";
  private static final String DEFAULT_APPLICATION = "db-provision-operator";

  private final PoolThreads threads = new PoolThreads("postgres");

  @Override
  public Set<EngineName> names() {
    return Set.of(NAME);
  }

  @Override
  public String section() {
    return "postgres";
  }

  @Override
  public String scheme() {
    return "postgresql";
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
      if (kind.equals(Kind.GRANT)) {
        return GrantChecks.validate(section);
      }
      if (kind.equals(Kind.ROLE)) {
        return together(RoleChecks.ofRole(section), GrantChecks.validateInline(section));
      }
      if (kind.equals(Kind.BACKUP)) {
        return BackupOptions.validate(section);
      }
      if (kind.equals(Kind.RESTORE)) {
        return RestoreOptions.validate(section);
      }
      return kind.equals(Kind.USER) ? RoleChecks.ofUser(section) : Validation.ok();
    } catch (EngineException e) {
      return Validation.ok().with(section.path(), e);
    }
  }

  private static Validation together(Validation one, Validation other) {
    return new Validation(
        Stream.concat(one.problems().stream(), other.problems().stream()).toList());
  }

  @Override
  public Mentions mentions(Kind kind, Section section) {
    return MentionedObjects.of(kind, section);
  }

  @Override
  public Session open(Endpoint endpoint, EngineContext context) {
    for (Validation.Problem problem : InstanceOptions.validate(endpoint.options()).problems()) {
      throw EngineException.at(problem.kind(), problem.path(), problem.message());
    }
    InstanceOptions options = endpoint.options().as(InstanceOptions.class);
    Server server = new Server(target(endpoint, options, context), threads);
    RoleRules rules =
        new RoleRules(
            endpoint.credentials().username(),
            options.allowedAttributes(),
            options.allowedRoles(),
            Admission.of(endpoint::isGuest, options.allowedDatabases()));
    return new PostgresSession(server, rules, context);
  }

  private static ServerTarget target(
      Endpoint endpoint, InstanceOptions options, EngineContext context) {
    Duration statement =
        options.statementTimeout() == null
            ? context.queryTimeout()
            : Wait.parse(options.statementTimeout()).orElse(context.queryTimeout());
    long connect =
        options.connectTimeout() == null
            ? Math.max(1, context.connectTimeout().toSeconds())
            : options.connectTimeout();
    return new ServerTarget(
        endpoint.host(),
        endpoint.port(),
        endpoint.database().isEmpty() ? DEFAULT_DATABASE : endpoint.database(),
        endpoint.credentials(),
        TlsChoice.strictest(endpoint.tls(), options.sslMode()),
        Objects.requireNonNullElse(options.applicationName(), DEFAULT_APPLICATION),
        (int) Math.min(connect, 3600),
        statement.toMillis(),
        Math.max(1, context.maxConnections()));
  }
}
