package ${package};

import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.Databases;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import java.util.Map;
import java.util.TreeMap;

final class ${className}Databases extends ServerObjects<DatabaseSpec> implements Databases {
  ${className}Databases(Endpoint endpoint, Connection connection) {
    super(endpoint, connection, Kind.DATABASE, "database", "spec.name");
  }

  @Override
  Map<String, String> wanted(DatabaseSpec desired) {
    if (desired.databaseOwner().isPresent()) {
      throw EngineException.at(
          ErrorKind.UNSUPPORTED,
          "spec.owner",
          "databases have no owner on this server; leave it out");
    }
    var options = desired.section().as(${className}Options.Database.class);
    Map<String, String> wanted = new TreeMap<>();
    if (options.connectionLimit() != null) {
      wanted.put(Stored.CONNECTION_LIMIT, options.connectionLimit().toString());
    }
    return wanted;
  }
}
