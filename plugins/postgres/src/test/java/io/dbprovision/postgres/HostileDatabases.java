package io.dbprovision.postgres;

import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.InitScript;
import io.dbprovision.spi.ScriptResult;
import io.dbprovision.spi.testkit.hostile.Attempt;
import io.dbprovision.spi.testkit.hostile.Fact;
import io.dbprovision.spi.testkit.hostile.HostileField;
import io.dbprovision.spi.testkit.hostile.ManagedField;
import io.dbprovision.spi.testkit.hostile.Trial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** The fields of databases: some make one each, which takes long; the others change one. */
final class HostileDatabases {
  private static final String HOME = HostilePostgres.HOME;

  private final HostilePostgres site;
  private final Map<String, HostileField> fields = new LinkedHashMap<>();

  HostileDatabases(HostilePostgres site) {
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
        HostileDatabases::owned);
    for (String key : List.of("encoding", "lcCollate", "lcCtype", "tablespace", "template")) {
      making(
          "spec.postgres." + key,
          trial -> fresh(trial, Map.of(key, trial.value())),
          HostileDatabases::carried,
          HostileDatabases::carried);
    }
    for (String key : List.of("roleName", "userName")) {
      making(
          "spec.postgres.ownership." + key,
          trial ->
              fresh(
                  trial,
                  Map.of(
                      "ownership",
                      Map.of("autoOwnership", true, key, trial.value(), "dropOnDelete", true))),
          HostileDatabases::carriedWithPair,
          (trial, fact) ->
              fact.subject().equals("role " + trial.value()) || trial.value().isEmpty());
    }
    within();
    fields.put("Database spec.initSQL.inline[]", new Scripts());
    return fields;
  }

  private void within() {
    inside(
        "schemas[].name",
        v -> Map.of("schemas", List.of(Map.of("name", v))),
        (v, fact) -> fact.subject().equals("schema hv_home/" + v));
    inside(
        "schemas[].owner",
        v ->
            Map.of(
                "schemas",
                List.of(Map.of("name", "s" + Integer.toHexString(v.hashCode()), "owner", v))),
        (v, fact) ->
            fact.subject().startsWith("schema hv_home/s")
                && fact.text().equals("owned by " + (v.isEmpty() ? "hv_owner" : v)));
    inside(
        "extensions[].name",
        v -> Map.of("extensions", List.of(Map.of("name", v))),
        (v, fact) -> fact.subject().equals("extension hv_home/" + v));
    inside(
        "extensions[].schema",
        v -> Map.of("extensions", List.of(Map.of("name", "dbops_probe", "schema", v))),
        (v, fact) -> fact.subject().equals("extension hv_home/dbops_probe"));
    inside(
        "extensions[].version",
        v -> Map.of("extensions", List.of(Map.of("name", "dbops_probe", "version", v))),
        (v, fact) -> fact.subject().equals("extension hv_home/dbops_probe"));
    for (String key : List.of("role", "schema", "objectType", "privileges[]")) {
      inside(
          "defaultPrivileges[]." + key,
          v -> defaults(key, v),
          (v, fact) -> fact.text().contains(" on default hv_home/"));
    }
  }

  private static Map<String, ?> defaults(String key, String value) {
    Map<String, Object> entry =
        new HashMap<>(
            Map.of(
                "role", "hv_g1",
                "schema", "public",
                "objectType", "tables",
                "privileges", List.of("SELECT")));
    boolean list = key.endsWith("[]");
    entry.put(list ? key.substring(0, key.length() - 2) : key, list ? List.of(value) : value);
    return Map.of("defaultPrivileges", List.of(entry));
  }

  /** Each value makes a database. */
  private void making(
      String field,
      Function<Trial, DatabaseSpec.Builder> spec,
      BiPredicate<Trial, Fact> meant,
      BiPredicate<Trial, Fact> shown) {
    fields.put("Database " + field, new Making(managed(spec, meant, shown)));
  }

  private ManagedField<DatabaseSpec> managed(
      Function<Trial, DatabaseSpec.Builder> spec,
      BiPredicate<Trial, Fact> meant,
      BiPredicate<Trial, Fact> shown) {
    return new ManagedField<DatabaseSpec>(
        site.lab.databases(), (trial, issued) -> spec.apply(trial).build(), meant, shown);
  }

  /** Each value changes what is in one database, which is made anew afterwards. */
  private void inside(
      String field, Function<String, Map<String, ?>> block, BiPredicate<String, Fact> exact) {
    ManagedField<DatabaseSpec> managed =
        managed(
            trial -> Lab.database(HOME, block.apply(trial.value())).databaseOwner("hv_owner"),
            (trial, fact) -> within(fact),
            (trial, fact) -> exact.test(trial.value(), fact));
    fields.put("Database spec.postgres." + field, new Inside(managed));
  }

  private static DatabaseSpec.Builder fresh(Trial trial, Map<String, ?> block) {
    return Lab.database(HostileLogins.carrier(trial), block);
  }

  private static boolean isDatabase(String name, Fact fact) {
    return fact.subject().equals("database " + name)
        || fact.text().endsWith(" on database " + name);
  }

  private static boolean carried(Trial trial, Fact fact) {
    return isDatabase(HostileLogins.carrier(trial), fact);
  }

  private static boolean owned(Trial trial, Fact fact) {
    return carried(trial, fact) && fact.text().startsWith("is " + trial.value() + " ");
  }

  private static boolean carriedWithPair(Trial trial, Fact fact) {
    String database = HostileLogins.carrier(trial);
    return carried(trial, fact)
        || List.of("db_" + database + "_owner", "db_" + database + "_app", trial.value()).stream()
            .anyMatch(
                role -> fact.subject().equals("role " + role) || HostileLogins.held(role, fact));
  }

  /** Whatever it is, it is in that database only. */
  private static boolean within(Fact fact) {
    return fact.subject().startsWith("schema hv_home/")
        || fact.subject().startsWith("class hv_home/")
        || fact.subject().startsWith("routine hv_home/")
        || fact.subject().startsWith("extension hv_home/")
        || (fact.subject().startsWith("role ")
            && fact.text().matches("(?s)[A-Z]+\\*? on [a-z]+ hv_home/.*"));
  }

  private record Making(HostileField field) implements HostileField {
    @Override
    public List<Attempt> attempt(List<Trial> trials) {
      return field.attempt(trials);
    }

    @Override
    public void undo(List<Attempt> attempts) {
      field.undo(attempts);
    }

    @Override
    public double share() {
      return 0.4;
    }
  }

  private final class Inside implements HostileField {
    private final HostileField field;

    Inside(HostileField field) {
      this.field = field;
    }

    @Override
    public List<Attempt> attempt(List<Trial> trials) {
      return field.attempt(trials);
    }

    @Override
    public void undo(List<Attempt> attempts) {
      site.remakeHome();
    }
  }

  /** Statements run as they are, and reach no further than their database. */
  private final class Scripts implements HostileField {
    @Override
    public List<Attempt> attempt(List<Trial> trials) {
      List<Attempt> attempts = new ArrayList<>();
      for (Trial trial : trials) {
        if (!trial.value().isEmpty()) {
          ScriptResult result =
              site.lab
                  .scripts()
                  .run(new InitScript(HOME, Lab.owner(HOME), List.of(trial.value()), false));
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
