package io.dbprovision.distribution.fields;

import static io.dbprovision.distribution.fields.Trial.ABSENT;

import io.dbprovision.distribution.fields.Trial.Act;
import io.dbprovision.distribution.fields.Trial.Look;
import io.dbprovision.distribution.fields.Trial.Yaml;
import java.util.ArrayList;
import java.util.List;

/** {@code DatabaseInstance}: which server, by which login, and what its objects get from it. */
final class InstanceTrials {
  private static final String KIND = "DatabaseInstance";
  private static final String LOGIN =
      "CREATE ROLE {n}%s LOGIN CREATEDB CREATEROLE PASSWORD '{password}'";

  private InstanceTrials() {}

  static List<Trial> all() {
    List<Trial> trials = new ArrayList<>(logins());
    trials.addAll(tls());
    trials.addAll(options());
    trials.addAll(InstanceWatchTrials.all());
    trials.addAll(dependents());
    return trials;
  }

  /** Two logins of its own, so that its sessions can be told from others. */
  static Act own() {
    return stage -> {
      stage.execute(LOGIN.formatted(""), LOGIN.formatted("b"));
      Looks.apply(Site.secret("{n}", "{n}", "{password}")).on(stage);
      Looks.apply(Site.secret("{n}b", "{n}b", "{password}")).on(stage);
    };
  }

  /**
   * @param connection its port and what follows
   */
  static String spec(String connection, String more) {
    return "engine: postgres\ndeletionProtection: false\nhealthCheck: {intervalSeconds: 5}\n"
        + "connection: {host: 127.0.0.1, port: "
        + connection
        + "}\n"
        + more;
  }

  static String spec(String more) {
    return spec("{port}, database: postgres, secretRef: {name: '{n}'}", more);
  }

  /** As the operator's logins of the trial are seen from the server. */
  static Look sessions(String what) {
    return Looks.sql(
        "SELECT DISTINCT %s FROM pg_stat_activity a JOIN pg_stat_ssl s USING (pid) WHERE usename LIKE '{n}%%' AND application_name <> 'fields' ORDER BY 1"
            .formatted(what));
  }

  private static List<Trial> logins() {
    Look login = sessions("usename");
    List<Trial> trials = new ArrayList<>();
    trials.add(
        Trial.of(KIND, "spec.engine", spec("").replace("engine: postgres\n", ""))
            .values("postgres", "mysql")
            .shows(Looks.condition("Connected"), "True", "never"));
    trials.add(
        Trial.of(KIND, "spec.connection.database", spec("{port}, secretRef: {name: '{n}'}", ""))
            .values("postgres", "shop")
            .shows(sessions("datname"), "postgres", "shop"));
    for (String ref : List.of("secretRef", "existingSecret")) {
      String path = "spec.connection." + ref + ".";
      String other = "{port}, database: postgres, " + ref + ": {name: '{n}'";
      trials.add(
          Trial.of(KIND, path + "name", spec("{port}, database: postgres", ""))
              .values("{n}", "{n}b")
              .shows(login, "{n}", "{n}b"));
      trials.add(
          Trial.of(KIND, path + "namespace", spec(other + "}", ""))
              .values(ABSENT, "{other}")
              .shows(login, "{n}", "{n}b"));
      trials.add(
          Trial.of(KIND, path + "keys.username", spec(other + "}", ""))
              .values("username", "second")
              .shows(login, "{n}", "{n}b"));
      trials.add(
          Trial.of(KIND, path + "keys.password", spec(other + "}", ""))
              .values("password", "wrong")
              .shows(Looks.condition("Connected"), "True", "False"));
    }
    Act more =
        stage -> {
          stage
              .site()
              .cluster()
              .apply(stage.site().other(), stage.say(Site.secret("{n}", "{n}b", Site.PASSWORD)));
          Looks.apply(
                  Site.secret("{n}", "{n}", Site.PASSWORD) + "  second: '{n}b'\n  wrong: nothing\n")
              .on(stage);
        };
    List<Trial> all = new ArrayList<>(trials.stream().map(t -> t.before(own(), more)).toList());
    all.add(Policies.protection(KIND, spec("").replace("deletionProtection: false\n", ""), own()));
    return all;
  }

  private static List<Trial> tls() {
    String path = "spec.tls.";
    String off = "postgres: {sslMode: disable}\n";
    Look encrypted = sessions("ssl");
    Look connected = Looks.condition("Connected");
    Act certificates =
        stage -> {
          own().on(stage);
          for (String name : List.of("{n}-tls", "{n}-bad")) {
            stage
                .site()
                .cluster()
                .apply(stage.site().namespace(), certificates(stage, stage.say(name)));
          }
        };
    String verified =
        "tls: {enabled: true, mode: verify-ca, secretRef: {name: '{n}-tls', keys: {ca: ca.crt}}}\n";
    Look client = sessions("coalesce(client_dn, 'nobody')");
    return List.of(
        Trial.of(KIND, path + "enabled", spec(off + "tls: {mode: require}\n"))
            .values(false, true)
            .before(certificates)
            .shows(encrypted, "f", "t"),
        Trial.of(KIND, path + "mode", spec(off + "tls: {enabled: true}\n"))
            .values("disable", "require")
            .before(certificates)
            .shows(encrypted, "f", "t"),
        Trial.of(KIND, path + "secretRef.name", spec(verified))
            .values("{n}-tls", "{n}-bad")
            .before(certificates)
            .shows(connected, "True", "False"),
        Trial.of(KIND, path + "secretRef.keys.ca", spec(verified))
            .values("ca.crt", "wrong.crt")
            .before(certificates)
            .shows(connected, "True", "False"),
        Trial.of(KIND, path + "secretRef.keys.cert", spec(verified))
            .values(ABSENT, "tls.crt")
            .before(certificates)
            .shows(client, "nobody", "/CN=dbops_admin"),
        Trial.of(KIND, path + "secretRef.keys.key", spec(verified))
            .values(ABSENT, "tls.key")
            .before(certificates)
            .shows(client, "nobody", "/CN=dbops_admin"),
        Trial.of(KIND, "spec.postgres.sslMode", spec(""))
            .values("disable", "require")
            .before(own())
            .shows(encrypted, "f", "t"));
  }

  private static String certificates(Stage stage, String name) {
    var folder = stage.site().first().tls();
    StringBuilder yaml =
        new StringBuilder("apiVersion: v1\nkind: Secret\nmetadata: {name: " + name + "}\n");
    yaml.append("stringData:\n");
    // a certificate of nobody that signed anything
    String ca = name.endsWith("-bad") ? "client.crt" : "ca.crt";
    key(yaml, "ca.crt", folder.resolve(ca));
    key(yaml, "wrong.crt", folder.resolve("client.crt"));
    key(yaml, "tls.crt", folder.resolve("client.crt"));
    key(yaml, "tls.key", folder.resolve("client.key"));
    return yaml.toString();
  }

  private static void key(StringBuilder yaml, String key, java.nio.file.Path file) {
    try {
      yaml.append("  ").append(key).append(": |\n");
      java.nio.file.Files.readString(file)
          .lines()
          .forEach(line -> yaml.append("    ").append(line).append('\n'));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<Trial> options() {
    String path = "spec.postgres.";
    return List.of(
        Trial.of(KIND, path + "applicationName", spec(""))
            .values("red", "blue")
            .before(own())
            .shows(sessions("application_name"), "red", "blue"));
  }

  /** What its objects get from it: seen on a login of it. */
  private static List<Trial> dependents() {
    String user = "username: '{n}_u'\ninstanceRef: {name: '{n}'}\n";
    Look comment =
        Looks.sql(
            "SELECT regexp_replace(shobj_description(oid, 'pg_authid'), ' ?\\[dbops.*', '') FROM pg_roles WHERE rolname = '{n}_u'");
    // what is there keeps its text: each look is at a new one
    Act anew =
        stage -> {
          Stage made = new Stage(stage.site(), "DatabaseUser", stage.name() + "u");
          made.delete();
          made.await("it is gone", made::gone);
        };
    Act dependent = dependent(user);
    Look reason = Looks.of("DatabaseUser", "{n}u", Looks.reason("Synced"));
    List<Trial> trials = new ArrayList<>();
    trials.add(
        Trial.of(KIND, "spec.resourceTracking.commentFormat", spec(""))
            .values("red", "blue {{.Name}}")
            .before(own())
            .doing(dependent)
            .shows(comment, "red", "blue {n}u"));
    trials.add(
        Trial.of(
                KIND,
                "spec.resourceTracking.enabled",
                spec("resourceTracking: {commentFormat: red}\n"))
            .values(true, false)
            .before(own())
            .doing(dependent)
            .after(anew)
            .shows(comment, "red", ""));
    trials.add(
        Trial.of(KIND, "spec.postgres.allowedAttributes", spec(""))
            .values(ABSENT, new Yaml("[createRole]"))
            .before(own())
            .doing(dependent(user + "postgres: {createRole: true}\n"))
            .shows(reason, "PermissionDenied", "ReconcileSuccess"));
    trials.add(
        Trial.of(KIND, "spec.postgres.allowedRoles", spec(""))
            .values(ABSENT, new Yaml("[pg_monitor]"))
            .before(own(), Looks.execute("GRANT pg_monitor TO {n} WITH ADMIN OPTION"))
            .doing(dependent(user + "postgres: {inRoles: [pg_monitor]}\n"))
            .shows(reason, "PermissionDenied", "ReconcileSuccess"));
    trials.add(
        Guests.trial(
            "postgres",
            spec(""),
            "{database: '{n}_stray', privileges: [CREATE]}",
            own(),
            Looks.execute("CREATE DATABASE {n}_stray OWNER {n}")));
    Act poked =
        stage -> {
          dependent(user + "postgres: {createDB: false}\n").on(stage);
          stage.await("it is made", () -> reason.at(stage).equals("ReconcileSuccess"));
          stage.execute("ALTER ROLE {n}_u CREATEDB");
        };
    Look drifted = Looks.sql("SELECT rolcreatedb FROM pg_roles WHERE rolname = '{n}_u'");
    Policies.drift(KIND, spec(""), own(), poked, drifted, "f", "t").stream()
        .map(trial -> trial.shows(drifted, bare(trial.firstSeen()), bare(trial.secondSeen())))
        .map(trial -> trial.holding(java.time.Duration.ofSeconds(4)))
        .forEach(trials::add);
    return trials;
  }

  private static String bare(String seen) {
    return seen.split(" ", -1)[0];
  }

  private static Act dependent(String spec) {
    return Looks.object("DatabaseUser", "{n}u", spec);
  }
}
