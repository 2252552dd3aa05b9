package io.dbprovision.distribution.fields;

import static io.dbprovision.distribution.fields.Trial.ABSENT;

import io.dbprovision.distribution.fields.Trial.Act;
import io.dbprovision.distribution.fields.Trial.Look;
import io.dbprovision.distribution.fields.Trial.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What is for MySQL and MariaDB alone in instances, databases and users, on one of the two. */
final class MySqlTrials {
  private static final String BLOCK = "spec.mysql.";
  private static final Pattern WITHIN = Pattern.compile("no answer from \\S+ within (\\d+) s");

  private final MySql server;
  private final String ref;

  private MySqlTrials(MySql server) {
    this.server = server;
    this.ref = "instanceRef: {name: " + server.product() + "}\n";
  }

  static List<Trial> all(MySql server) {
    MySqlTrials trials = new MySqlTrials(server);
    List<Trial> all = new ArrayList<>(trials.instances());
    all.addAll(trials.powers());
    all.addAll(trials.databases());
    all.addAll(new MySqlUserTrials(server).all());
    all.addAll(trials.unread());
    all.addAll(new MySqlGrantTrials(server).all());
    Origin origin = MyOrigin.of(server);
    all.addAll(new MyCopyTrials(server, origin).all());
    all.addAll(PostgresTrials.copies(origin));
    all.addAll(ScheduleTrials.all());
    return all;
  }

  private boolean mariadb() {
    return server.product().equals("mariadb");
  }

  /** A login of its own, so that what the operator says by it can be told from the rest. */
  private Act own() {
    return stage -> {
      server
          .does(
              "CREATE USER {n}@'%' IDENTIFIED BY '{password}'",
              "GRANT SELECT, PROCESS, CREATE, INSERT, UPDATE, DELETE ON *.* TO {n}@'%'")
          .on(stage);
      Looks.apply(Site.secret("{n}", "{n}", "{password}")).on(stage);
    };
  }

  /**
   * Whether the last statement of that beginning, said by the trial's own login, has that in it.
   */
  private Look said(String beginning, String part) {
    return server.sees(
        "SELECT CONVERT(argument USING utf8mb4) LIKE '%"
            + part
            + "%' FROM mysql.general_log WHERE user_host LIKE '{n}[%' AND command_type = 'Query'"
            + " AND CONVERT(argument USING utf8mb4) LIKE '"
            + beginning
            + "%' ORDER BY event_time DESC LIMIT 1");
  }

  private List<Trial> instances() {
    String kind = "DatabaseInstance";
    String spec = server.instance("{n}", "");
    Look connected = Looks.condition("Connected");
    String named = "SET NAMES";
    String limits = "SET SESSION time_zone";
    List<Trial> trials = new ArrayList<>();
    List.of(
            Trial.of(kind, BLOCK + "charset", spec)
                .values("utf8mb4", "latin1")
                .shows(connected, "True", "never"),
            Trial.of(kind, BLOCK + "collation", spec)
                .values("utf8mb4_unicode_ci", "utf8mb4_general_ci")
                .shows(said(named, "utf8mb4_general_ci"), "0", "1"),
            Trial.of(kind, BLOCK + "parseTime", spec)
                .values(true, false)
                .shows(connected, "True", "never"),
            Trial.of(kind, BLOCK + "readTimeout", spec)
                .values("30s", "7s")
                .shows(said(limits, "innodb_lock_wait_timeout = 7"), "0", "1"),
            Trial.of(kind, BLOCK + "tls", spec)
                .when("of a server without TLS")
                .values("disabled", "required")
                .shows(connected, "True", "False"))
        .forEach(trial -> trials.add(trial.before(own())));
    Act mute = stage -> stage.site().keep(stage.name() + "one", Tap.mute());
    trials.add(
        Trial.of(kind, BLOCK + "timeout", spec.replaceFirst("port: \\d+", "port: {tap}"))
            .values("1s", "3s")
            .shows(Looks.said(WITHIN), "1", "3")
            .before(own(), mute));
    return trials;
  }

  /** What reaches beyond one tenant, by a role of the trial's own instance. */
  private List<Trial> powers() {
    String kind = "DatabaseInstance";
    String spec = server.instance("{n}", "");
    Look reason = Looks.of("DatabaseGrant", "{n}g", Looks.reason("Synced"));
    Act role =
        Looks.object("DatabaseRole", "{n}r", "roleName: '{n}_r'\ninstanceRef: {name: '{n}'}\n");
    String grant = "roleRef: {name: '{n}r'}\ndeletionProtection: false\n";
    Act giving =
        server.does(
            "GRANT CREATE USER, PROCESS ON *.* TO {n}@'%' WITH GRANT OPTION",
            "CREATE ROLE {n}_p",
            "GRANT PROCESS ON *.* TO {n}_p",
            mariadb()
                ? "GRANT {n}_p TO {n}@'%' WITH ADMIN OPTION"
                : "GRANT ROLE_ADMIN ON *.* TO {n}@'%'");
    return List.of(
        Trial.of(kind, BLOCK + "allowedPrivileges", spec)
            .values(ABSENT, new Yaml("[PROCESS]"))
            .before(own(), giving)
            .doing(
                both(
                    role,
                    Looks.object(
                        "DatabaseGrant",
                        "{n}g",
                        grant + "mysql: {grants: [{level: global, privileges: [PROCESS]}]}\n")))
            .shows(reason, "PermissionDenied", "ReconcileSuccess"),
        Trial.of(kind, BLOCK + "allowedRoles", spec)
            .values(ABSENT, new Yaml("['{n}_p']"))
            .before(own(), giving)
            .doing(
                both(
                    role,
                    Looks.object("DatabaseGrant", "{n}g", grant + "mysql: {roles: ['{n}_p']}\n")))
            .shows(reason, "PermissionDenied", "ReconcileSuccess"),
        Guests.trial(
            "mysql",
            spec,
            "{level: database, database: '{n}_stray', privileges: [SELECT]}",
            own(),
            server.does(
                "GRANT CREATE USER, SELECT ON *.* TO {n}@'%' WITH GRANT OPTION",
                "CREATE DATABASE {n}_stray")));
  }

  private static Act both(Act first, Act second) {
    return stage -> {
      first.on(stage);
      second.on(stage);
    };
  }

  private List<Trial> databases() {
    String kind = "Database";
    String spec = "name: '{n}'\ndeletionProtection: false\n" + ref;
    return List.of(
        Trial.of(kind, BLOCK + "charset", spec)
            .values("utf8mb4", "latin1")
            .shows(schema("DEFAULT_CHARACTER_SET_NAME"), "utf8mb4", "latin1"),
        Trial.of(kind, BLOCK + "collation", spec)
            .values("utf8mb4_unicode_ci", "utf8mb4_bin")
            .shows(schema("DEFAULT_COLLATION_NAME"), "utf8mb4_unicode_ci", "utf8mb4_bin"),
        Trial.of(kind, BLOCK + "defaultStorageEngine", spec)
            .values("InnoDB", "MyISAM")
            .shows(schema("COUNT(*)"), "1", "never"),
        Trial.of(kind, BLOCK + "sqlMode", spec)
            .values(ABSENT, "ANSI_QUOTES")
            .shows(schema("COUNT(*)"), "1", "never"));
  }

  private Look schema(String column) {
    return server.sees(
        "SELECT " + column + " FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = '{n}'");
  }

  /** Blocks for these servers that stand in blocks for all, and that nobody reads yet. */
  private List<Trial> unread() {
    Look synced = Looks.condition("Synced");
    return List.of(
        Trial.of("DatabaseInstance", "spec.resourceTracking.mysql", server.instance("{n}", ""))
            .values(
                ABSENT,
                Map.of(
                    "useUserAttributes", true,
                    "metadataDatabase", "text",
                    "metadataTableName", "text"))
            .shows(synced, "True", "never")
            .before(own()),
        Trial.of("Database", "spec.owner", "name: '{n}'\ndeletionProtection: false\n" + ref)
            .values(ABSENT, "somebody")
            .shows(schema("COUNT(*)"), "1", "never"));
  }
}
