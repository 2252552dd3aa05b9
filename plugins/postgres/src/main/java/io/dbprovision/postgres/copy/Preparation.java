package io.dbprovision.postgres.copy;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.script.EphemeralLogin;
import io.dbprovision.postgres.sql.Names;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.postgres.sql.Remark;
import io.dbprovision.postgres.user.RoleCatalog;
import io.dbprovision.postgres.user.SelfGrant;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.RestorePlace;
import io.dbprovision.spi.RestoreSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes the database that is filled, and the login that fills it. */
final class Preparation {
  private static final PgDialect PG = PgDialect.PG;
  private static final int CONNECTIONS = 8;

  private final Server server;
  private final CopyParts parts;

  Preparation(Server server, CopyParts parts) {
    this.server = server;
    this.parts = parts;
  }

  RestorePlace prepare(RestoreSpec spec) {
    RestoreOptions options = RestoreOptions.of(spec.block());
    Optional<Found> target = target(spec, options);
    Temporary names = Temporary.of(spec.id());
    String owner = target.map(Found::owner).or(spec::databaseOwner).orElseGet(server::admin);
    if (!owner.equals(server.admin())) {
      Actor.require(server, owner);
    }
    parts.logins().shut(names.login());
    Removal.drop(server, names.place());
    create(names.place(), owner, spec.database());
    Found place = new Found(names.place(), owner, true, false, Remark.parse(null));
    String actor = Actor.of(server, place);
    target.ifPresent(found -> Extensions.copy(server, found.name(), names.place()));
    Credentials login =
        parts
            .logins()
            .letIn(
                new EphemeralLogin.Pass(
                    names.login(),
                    List.of(actor),
                    actor,
                    CONNECTIONS + options.workers(),
                    Duration.between(parts.clock().instant(), spec.until()),
                    "fills a database for a restore, and is removed then"));
    return new RestorePlace(names.place(), login);
  }

  private Optional<Found> target(RestoreSpec spec, RestoreOptions options) {
    if (spec.owner().isEmpty()) {
      Names.checkDatabase("spec.target.databaseName", spec.database());
      if (Found.read(server, spec.database()).isPresent()) {
        throw EngineException.of(
            ErrorKind.CONFLICT,
            "there is a database \""
                + spec.database()
                + "\" already, and the restore was to make a new one; choose another name, or name"
                + " its Database object as the target");
      }
      if (!options.creates()) {
        throw EngineException.at(
            ErrorKind.NOT_FOUND,
            spec.block().path() + ".createDatabase",
            "is false, and there is no database \""
                + spec.database()
                + "\"; let it be created, or name a Database object as the target");
      }
      return Optional.empty();
    }
    Found target = Found.require(server, spec.database(), spec.owner().get());
    if (spec.database().equals(server.database())) {
      throw EngineException.at(
          ErrorKind.UNSUPPORTED,
          "spec.target",
          "the operator itself works in the database \""
              + spec.database()
              + "\", so nothing can take its place; set another spec.connection.database on the"
              + " instance");
    }
    target.requireOpen("spec.target");
    if (!spec.replace()) {
      requireEmpty(spec, options);
    } else if (!options.selection().isEmpty()) {
      throw EngineException.at(
          ErrorKind.UNSUPPORTED,
          spec.block().path() + "." + options.selection(),
          "would leave the target with a part of the backup and nothing of its own; restore the part"
              + " into a new database");
    }
    return Optional.of(target);
  }

  private void requireEmpty(RestoreSpec spec, RestoreOptions options) {
    Optional<String> first =
        server.runIn(spec.database(), sql -> sql.first(Catalog.ANY, row -> row.getString(1)));
    if (first.isPresent()) {
      boolean asked = BackupOptions.is(options.dropExisting());
      throw EngineException.at(
          ErrorKind.CONFLICT,
          asked ? spec.block().path() + ".dropExisting" : "spec.target",
          "the database \""
              + spec.database()
              + "\" is not empty (there is "
              + first.get()
              + "); to give up what it holds, set spec.target.inPlace and confirm it, else restore"
              + " into a new database");
    }
  }

  /** With the encoding, the collation and the tablespace of the one whose place it will take. */
  private void create(String place, String owner, String model) {
    server.run(
        sql -> {
          List<SqlText> clauses = Localization.of(sql, model);
          sql.execute(
              SelfGrant.statements(
                  RoleCatalog.readUsable(sql, List.of(owner)).values(),
                  server.admin(),
                  Server.major(sql)));
          return server.patiently(
              sql,
              patient -> {
                patient.execute(
                    SqlText.of(
                        "CREATE DATABASE {} OWNER {} TEMPLATE template0 {}",
                        PG.identifier(place),
                        PG.identifier(owner),
                        SqlText.join(" ", clauses)));
                // it is nobody's business until it is whole
                patient.execute(
                    SqlText.of("REVOKE ALL ON DATABASE {} FROM PUBLIC", PG.identifier(place)));
                return true;
              });
        });
  }
}
