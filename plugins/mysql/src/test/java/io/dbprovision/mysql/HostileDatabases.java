package io.dbprovision.mysql;

import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.InitScript;
import io.dbprovision.spi.InitScripts;
import io.dbprovision.spi.ScriptResult;
import io.dbprovision.spi.testkit.hostile.Attempt;
import io.dbprovision.spi.testkit.hostile.Fact;
import io.dbprovision.spi.testkit.hostile.HostileField;
import io.dbprovision.spi.testkit.hostile.ManagedField;
import io.dbprovision.spi.testkit.hostile.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** The fields of databases. */
final class HostileDatabases {
  private static final String HOME = HostileMySql.HOME;

  private final HostileMySql site;
  private final Map<String, HostileField> fields = new LinkedHashMap<>();

  HostileDatabases(HostileMySql site) {
    this.site = site;
  }

  Map<String, HostileField> fields() {
    making(
        "spec.name",
        trial ->
            DatabaseSpec.builder(trial.value(), Lab.owner("hostile-" + trial.number()))
                .comment(trial.value().replace("\0", "")),
        (trial, fact) -> isDatabase(trial.value(), fact),
        (trial, fact) -> fact.subject().equals("database " + trial.value()));
    making(
        "spec.owner",
        trial -> fresh(trial, Map.of()).databaseOwner(trial.value()),
        HostileDatabases::carried,
        HostileDatabases::carried);
    for (String key : List.of("charset", "collation", "defaultStorageEngine", "sqlMode")) {
      making(
          "spec.mysql." + key,
          trial -> fresh(trial, Map.of(key, trial.value())),
          HostileDatabases::carried,
          HostileDatabases::carried);
    }
    fields.put("Database spec.initSQL.inline[]", new Scripts());
    return fields;
  }

  private void making(
      String field,
      Function<Trial, DatabaseSpec.Builder> spec,
      BiPredicate<Trial, Fact> meant,
      BiPredicate<Trial, Fact> shown) {
    fields.put(
        "Database " + field,
        new ManagedField<DatabaseSpec>(
            site.lab.databases(), (trial, issued) -> spec.apply(trial).build(), meant, shown));
  }

  private static DatabaseSpec.Builder fresh(Trial trial, Map<String, ?> block) {
    return Lab.database(HostileLogins.carrier(trial), block);
  }

  private static boolean isDatabase(String name, Fact fact) {
    return fact.subject().equals("database " + name)
        || (fact.subject().equals("record " + name) && HostileFacts.has(fact, "kind", "database"));
  }

  private static boolean carried(Trial trial, Fact fact) {
    return isDatabase(HostileLogins.carrier(trial), fact);
  }

  /** Whatever it is, it is in that database only, or the login of its scripts. */
  private static boolean within(Fact fact) {
    return fact.subject().equals("database " + HOME)
        || fact.subject().equals("in " + HOME)
        || (fact.subject().startsWith("user _dbops_init_")
            && (fact.text().startsWith("account") || HostileFacts.has(fact, "Db", HOME)));
  }

  /** Statements run as they are, and reach no further than their database. */
  private final class Scripts implements HostileField {
    @Override
    public List<Attempt> attempt(List<Trial> trials) {
      InitScripts scripts = site.lab.session.capability(InitScripts.class).orElseThrow();
      List<Attempt> attempts = new ArrayList<>();
      for (Trial trial : trials) {
        if (!trial.value().isEmpty()) {
          ScriptResult result =
              scripts.run(new InitScript(HOME, Lab.owner(HOME), List.of(trial.value()), false));
          attempts.add(
              new Attempt(
                  trial, true, result.failed().orElse(null), HostileDatabases::within, null));
        }
      }
      return attempts;
    }

    @Override
    public void undo(List<Attempt> attempts) {
      site.remakeHome();
    }

    @Override
    public double share() {
      return 0.4;
    }
  }
}
