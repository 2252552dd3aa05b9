package io.dbprovision.postgres.database;

import io.dbprovision.jdbc.Dialect;
import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.ownership.LaterPrivileges;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.spi.ChangeId;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One privilege that a role gives on what it creates later in a schema: the unit that is on record.
 *
 * <p>Its id is {@code defaults:<objects>:<grantor>/<schema>/<grantee>:<privilege>}, each name
 * percent-encoded as in a URL's query. The ids are on record in the status of objects, so this form
 * stays readable for ever.
 *
 * @param objects {@code tables}, {@code sequences}, {@code functions} or {@code types}
 * @param grantee {@code public} for everybody
 */
record DefaultRight(
    String grantor, String schema, String objects, String grantee, String privilege) {
  private static final PgDialect PG = PgDialect.PG;
  private static final String PREFIX = "defaults";
  private static final int WORDS = 4;
  private static final int NAMES = 3;
  private static final SqlText READ =
      SqlText.of(
          """
          SELECT pg_catalog.pg_get_userbyid(a.defaclrole), n.nspname,
                 CASE a.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences'
                                      WHEN 'f' THEN 'functions' ELSE 'types' END,
                 CASE WHEN g.grantee = 0 THEN 'public'
                      ELSE pg_catalog.pg_get_userbyid(g.grantee) END,
                 g.privilege_type
          FROM pg_catalog.pg_default_acl a
          JOIN pg_catalog.pg_namespace n ON n.oid = a.defaclnamespace
          CROSS JOIN LATERAL pg_catalog.aclexplode(a.defaclacl) g
          """);

  static Set<DefaultRight> read(Sql sql) throws SQLException {
    return new HashSet<>(
        sql.query(
            READ,
            row ->
                new DefaultRight(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5))));
  }

  static Stream<DefaultRight> of(LaterPrivileges later) {
    return later.privileges().stream()
        .map(
            privilege ->
                new DefaultRight(
                    later.creator(), later.schema(), later.objects(), later.grantee(), privilege));
  }

  ChangeId claim() {
    String names =
        Stream.of(grantor, schema, grantee)
            .map(name -> URLEncoder.encode(name, StandardCharsets.UTF_8))
            .collect(Collectors.joining("/"));
    return new ChangeId(
        String.join(":", PREFIX, objects, names, privilege.toLowerCase(Locale.ROOT)));
  }

  /** Those among the ids; what is none of them, or of a later version's form, is left out. */
  static Set<DefaultRight> among(Set<ChangeId> ids) {
    return ids.stream().flatMap(id -> parse(id).stream()).collect(Collectors.toUnmodifiableSet());
  }

  private static Optional<DefaultRight> parse(ChangeId id) {
    String[] words = id.value().split(":", -1);
    if (words.length != WORDS || !words[0].equals(PREFIX)) {
      return Optional.empty();
    }
    String[] parts = words[2].split("/", -1);
    String privilege = words[3].toUpperCase(Locale.ROOT);
    if (parts.length != NAMES || !DefaultGrant.known(words[1]).contains(privilege)) {
      return Optional.empty();
    }
    try {
      List<String> names =
          Stream.of(parts).map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8)).toList();
      return names.stream().allMatch(name -> !name.isEmpty() && Dialect.isRepresentable(name))
          ? Optional.of(
              new DefaultRight(names.get(0), names.get(1), words[1], names.get(2), privilege))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // not written by us
    }
  }

  SqlText give() {
    return SqlText.of("{} GRANT {} TO {}", scope(), what(), whom());
  }

  SqlText take() {
    return SqlText.of("{} REVOKE {} FROM {}", scope(), what(), whom());
  }

  private SqlText scope() {
    return SqlText.of(
        "ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA {}",
        PG.identifier(grantor),
        PG.identifier(schema));
  }

  private SqlText what() {
    return SqlText.of(
        "{} ON {}",
        PG.word(privilege, DefaultGrant.known(objects)),
        PG.word(objects, DefaultGrant.OBJECTS));
  }

  private SqlText whom() {
    return grantee.equals(DefaultGrant.EVERYBODY) ? SqlText.of("PUBLIC") : PG.identifier(grantee);
  }

  /** How people put it. */
  String described() {
    return privilege + " on later " + objects + " of " + grantor + " in " + schema;
  }
}
