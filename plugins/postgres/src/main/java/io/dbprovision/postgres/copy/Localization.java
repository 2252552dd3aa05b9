package io.dbprovision.postgres.copy;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.sql.PgDialect;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What of a database can only be chosen when it is made, as clauses of CREATE DATABASE. */
final class Localization {
  private static final PgDialect PG = PgDialect.PG;
  private static final int PROVIDERS = 15;
  private static final int RULES = 16;
  private static final int ONE_LOCALE = 17;

  // a column that a version lacks is read as the row's field: null when there is none
  private static final SqlText MODEL =
      SqlText.of(
          """
          SELECT pg_catalog.pg_encoding_to_char(d.encoding), d.datcollate, d.datctype, t.spcname,
                 coalesce(j->>'datlocprovider', 'c'),
                 coalesce(j->>'datlocale', j->>'daticulocale'), j->>'daticurules'
          FROM pg_catalog.pg_database d
          CROSS JOIN LATERAL pg_catalog.to_jsonb(d) j
          JOIN pg_catalog.pg_tablespace t ON t.oid = d.dattablespace
          WHERE d.datname = ?
          """);

  private record Model(
      String encoding,
      String collate,
      String ctype,
      String tablespace,
      String provider,
      @Nullable String locale,
      @Nullable String rules) {}

  private Localization() {}

  /** As that database has it; as the server has it, in UTF-8, when there is none of that name. */
  static List<SqlText> of(Sql sql, String model) throws SQLException {
    Optional<Model> found =
        sql.first(
            MODEL,
            row ->
                new Model(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6),
                    row.getString(7)),
            model);
    return found.isEmpty()
        ? List.of(SqlText.of("ENCODING 'UTF8'"))
        : clauses(found.get(), Server.major(sql));
  }

  private static List<SqlText> clauses(Model model, int major) {
    List<SqlText> clauses = new ArrayList<>();
    clauses.add(SqlText.of("ENCODING {}", PG.literal(model.encoding())));
    clauses.add(SqlText.of("LC_COLLATE {}", PG.literal(model.collate())));
    clauses.add(SqlText.of("LC_CTYPE {}", PG.literal(model.ctype())));
    if (major >= PROVIDERS && model.locale() != null) {
      SqlText locale = PG.literal(model.locale());
      boolean icu = model.provider().equals("i");
      clauses.add(
          icu
              ? SqlText.of("LOCALE_PROVIDER icu ICU_LOCALE {}", locale)
              : SqlText.of("LOCALE_PROVIDER builtin BUILTIN_LOCALE {}", locale));
      if (major >= RULES && icu && model.rules() != null) {
        clauses.add(SqlText.of("ICU_RULES {}", PG.literal(model.rules())));
      }
    } else if (major >= ONE_LOCALE) {
      clauses.add(SqlText.of("LOCALE_PROVIDER libc"));
    }
    // the default goes without saying: naming it asks for a privilege that a plain admin lacks
    if (!model.tablespace().equals("pg_default")) {
      clauses.add(SqlText.of("TABLESPACE {}", PG.identifier(model.tablespace())));
    }
    return clauses;
  }
}
