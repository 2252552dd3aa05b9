package io.dbprovision.mysql.database;

import io.dbprovision.mysql.change.Subject;
import io.dbprovision.mysql.connect.ServerFacts;
import io.dbprovision.mysql.record.Records;
import io.dbprovision.mysql.sql.Names;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.Locale;

/** A database as asked for, its block bound and checked. */
record Wanted(DatabaseSpec spec, DatabaseOptions options, Subject subject, Charsets charsets) {
  /**
   * @throws EngineException INVALID
   */
  static Wanted of(DatabaseSpec spec, ServerFacts facts) {
    Names.checkDatabase("spec.name", spec.name());
    if (facts.foldsNames() && !spec.name().toLowerCase(Locale.ROOT).equals(spec.name())) {
      throw EngineException.at(
          ErrorKind.INVALID,
          "spec.name",
          "must be in lower case: this server folds names (lower_case_table_names)");
    }
    DatabaseChecks.check(spec.section());
    return new Wanted(
        spec,
        spec.section().as(DatabaseOptions.class),
        Subject.of(Records.DATABASES, spec),
        new Charsets(facts.utf8()));
  }

  String name() {
    return spec.name();
  }

  String field(String key) {
    return spec.section().path() + "." + key;
  }
}
