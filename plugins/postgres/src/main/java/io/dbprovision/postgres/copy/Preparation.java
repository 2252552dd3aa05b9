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
import java.util.Set;

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
    requireMapped(spec, options);
    parts.logins().shut(names.login());
    Removal.drop(server, names.place());
    create(names, owner, spec);
    Found place = new Found(names.place(), owner, true, false, Remark.parse(null));
    String actor = Actor.of(server, place);
    target.ifPresent(found -> Extensions.copy(server, found.name(), names.place()));
    boolean rowsAlone = BackupOptions.is(options.dataOnly());
    if (rowsAlone) {
      server.run(
          sql -> {
            sql.execute(TargetSchema.remark(names, spec));
            return true;
          });
    }
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
    if (rowsAlone) {
      target.ifPresent(found -> new Readers(server, parts).letRead(names.login(), found, actor));
    }
    return new RestorePlace(names.place(), login);
  }

  private Optional<Found> target(RestoreSpec spec, RestoreOptions options) {
    if (spec.owner().isEmpty()) {
      if (BackupOptions.is(options.dataOnly())) {
        throw EngineException.at(
            ErrorKind.INVALID,
            spec.block().path() + ".dataOnly",
            "brings rows for tables that are there: name the Database that has them with"
                + " spec.target.databaseRef");
      }
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
    if (BackupOptions.is(options.dataOnly())) {
      Owners.requireOne(server, target, spec.block().path() + ".dataOnly");
    }
    if (!spec.replace() && BackupOptions.is(options.dataOnly())) {
      requireNoRows(spec, target);
    } else if (!spec.replace()) {
      requireEmpty(spec, target, options);
    } else if (!options.selection().isEmpty()) {
      throw EngineException.at(
          ErrorKind.UNSUPPORTED,
          spec.block().path() + "." + options.selection(),
          "would leave the target with a part of the backup and nothing of its own; restore the"
              + " part into a new database");
    }
    return Optional.of(target);
  }

  /** A role may be made later, by a manifest too. */
  private void requireMapped(RestoreSpec spec, RestoreOptions options) {
    Set<String> wanted = Set.copyOf(options.roleMapping().values());
    Set<String> there = server.run(sql -> RoleCatalog.readUsable(sql, wanted)).keySet();
    wanted.stream()
        .filter(role -> !there.contains(role))
        .sorted()
        .findFirst()
        .ifPresent(
            role -> {
              throw EngineException.at(
                  ErrorKind.NOT_FOUND,
                  spec.block().path() + ".roleMapping",
                  "leads to the role \"" + role + "\", which is not on the server (yet)");
            });
  }

  private void requireEmpty(RestoreSpec spec, Found target, RestoreOptions options) {
    Optional<String> first = new Emptiness(server, parts).found(spec.id(), target, false);
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

  private void requireNoRows(RestoreSpec spec, Found target) {
    new Emptiness(server, parts)
        .found(spec.id(), target, true)
        .ifPresent(
            where -> {
              throw Emptiness.rowsThere(spec.database(), where);
            });
  }

  /** With the encoding, the collation and the tablespace of the one whose place it will take. */
  private void create(Temporary names, String owner, RestoreSpec spec) {
    String place = names.place();
    server.run(
        sql -> {
          List<SqlText> clauses = Localization.of(sql, spec.database());
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
                    SqlText.of("REVOKE ALL ON DATABASE {} FROM PUBLIC", PG.identifier(place)),
                    Remains.comment(names, spec));
                return true;
              });
        });
  }
}
