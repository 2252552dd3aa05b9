package io.dbprovision.distribution.fields;

import static io.dbprovision.distribution.fields.Trial.ABSENT;

import io.dbprovision.distribution.fields.Trial.Act;
import io.dbprovision.distribution.fields.Trial.Look;
import io.dbprovision.distribution.fields.Trial.Yaml;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** {@code DatabaseUser} but for its rotation. */
final class UserTrials {
  private static final String KIND = "DatabaseUser";
  static final String USER = "username: '{n}'\ninstanceRef: {name: pg}\n";
  private static final String WRITTEN = USER + "passwordSecret: {secretName: '{n}-credentials'}\n";

  private UserTrials() {}

  static List<Trial> all() {
    List<Trial> trials = new ArrayList<>(RoleTrials.attributes(KIND, USER));
    trials.add(
        Trial.of(KIND, "spec.postgres.login", USER)
            .values(ABSENT, false)
            .shows(Looks.role("rolcanlogin"), "t", "f"));
    trials.add(
        Trial.of(KIND, "spec.postgres.defaultRole", USER + "postgres: {inRoles: [one]}\n")
            .values(ABSENT, "one")
            .shows(Looks.role("coalesce(rolconfig::text, '')"), "", "{role=one}"));
    trials.add(
        Trial.of(KIND, "spec.roles", USER)
            .values(new Yaml("[one]"), new Yaml("[two]"))
            .shows(RoleTrials.memberOf(), "one", "two"));
    trials.add(
        Trial.of(KIND, "spec.username", "instanceRef: {name: pg}\n")
            .values("{n}", "{n}_other")
            .shows(Looks.sql("SELECT 1 FROM pg_roles WHERE rolname = '{n}'"), "1", "never"));
    trials.addAll(
        Policies.drift(
            KIND,
            USER + "postgres: {createDB: false}\n",
            stage -> {},
            Looks.execute("ALTER ROLE {n} CREATEDB"),
            Looks.role("rolcreatedb"),
            "f",
            "t"));
    trials.addAll(References.of(KIND, "username: '{n}'\n", References.ROLE));
    trials.addAll(passwords());
    trials.addAll(secrets());
    return trials;
  }

  /** A new password is made whenever the Secret is lost. */
  private static final Act LOSE_THE_SECRET =
      stage -> {
        String before = stage.secret().map(s -> s.getMetadata().getUid()).orElse("");
        stage
            .site()
            .cluster()
            .deleteSecret(stage.site().namespace(), stage.name() + "-credentials");
        stage.note("lost", before);
      };

  /** Of the Secret that came after the lost one. */
  private static Look password(Predicate<String> is) {
    return stage ->
        stage
            .secret()
            .filter(secret -> !secret.getMetadata().getUid().equals(stage.noted("lost")))
            .map(secret -> Boolean.toString(is.test(Cluster.decoded(secret, "password"))))
            .orElse("none");
  }

  private static List<Trial> passwords() {
    String path = "spec.passwordSecret.";
    String three = "existingPasswordSecret: {name: '{n}-mine', key: a}\n";
    Act mine = Looks.apply(own("{n}-mine", "{n}-pass-a"));
    Look letsIn =
        stage -> {
          for (String which : List.of("a", "b", "c")) {
            if (stage.site().server().letsIn(stage.name(), stage.name() + "-pass-" + which)) {
              return which;
            }
          }
          return "nobody";
        };
    Act elsewhere =
        stage ->
            stage
                .site()
                .cluster()
                .apply(stage.site().other(), stage.say(own("{n}-mine", "{n}-pass-c")));
    return List.of(
        Trial.of(KIND, path + "length", WRITTEN)
            .values(20, 40)
            .doing(LOSE_THE_SECRET)
            .shows(password(text -> text.length() == 40), "false", "true"),
        Trial.of(KIND, path + "includeSpecialChars", WRITTEN)
            .values(false, true)
            .doing(LOSE_THE_SECRET)
            .shows(password(text -> text.matches("[A-Za-z0-9]*")), "true", "false"),
        Trial.of(KIND, path + "excludeChars", WRITTEN)
            .values(ABSENT, "abcdefghijklmnopqrstuvwxyz")
            .doing(LOSE_THE_SECRET)
            .shows(
                password(text -> text.equals(text.toUpperCase(java.util.Locale.ROOT))),
                "false",
                "true"),
        Trial.of(KIND, path + "generate", WRITTEN)
            .values(true, false)
            .doing(LOSE_THE_SECRET)
            .shows(
                Looks.both(password(text -> true), Looks.reason("Synced")),
                "true ReconcileSuccess",
                "none DependencyNotReady"),
        Trial.of(KIND, "spec.existingPasswordSecret.key", USER + three)
            .values("a", "b")
            .before(mine)
            .shows(letsIn, "a", "b"),
        Trial.of(KIND, "spec.existingPasswordSecret.name", USER + three)
            .values("{n}-mine", "{n}-other")
            .before(mine, Looks.apply(own("{n}-other", "{n}-pass-c")))
            .shows(letsIn, "a", "c"),
        Trial.of(KIND, "spec.existingPasswordSecret.namespace", USER + three)
            .values(ABSENT, "{other}")
            .before(mine, elsewhere)
            .shows(letsIn, "a", "c"));
  }

  private static String own(String name, String a) {
    return """
    apiVersion: v1
    kind: Secret
    metadata: {name: '%s'}
    stringData: {a: '%s', b: '{n}-pass-b'}
    """
        .formatted(name, a);
  }

  private static List<Trial> secrets() {
    String path = "spec.passwordSecret.";
    String template = path + "secretTemplate.";
    Look where =
        stage -> {
          String name = stage.status("/secret/name");
          String namespace = stage.status("/secret/namespace");
          Optional<Secret> there =
              namespace.isEmpty()
                  ? Optional.empty()
                  : stage.site().cluster().secret(namespace, name);
          return there.map(secret -> namespace + "/" + name).orElse("none");
        };
    return List.of(
        Trial.of(KIND, path + "secretName", USER)
            .values("{n}-here", "{n}-there")
            .shows(where, "{ns}/{n}-here", "{ns}/{n}-there"),
        Trial.of(KIND, path + "secretNamespace", WRITTEN)
            .values(ABSENT, "{other}")
            .shows(where, "{ns}/{n}-credentials", "{other}/{n}-credentials"),
        Trial.of(KIND, path + "format", WRITTEN)
            .values(ABSENT, "vault")
            .shows(Looks.key("username"), "{n}", "never"),
        Trial.of(KIND, template + "annotations", WRITTEN)
            .values(ABSENT, new Yaml("{team: red}"))
            .shows(
                Looks.secret(
                    secret -> String.valueOf(secret.getMetadata().getAnnotations().get("team"))),
                "null",
                "red"),
        Trial.of(KIND, template + "labels", WRITTEN)
            .values(ABSENT, new Yaml("{team: red}"))
            .shows(
                Looks.secret(
                    secret -> String.valueOf(secret.getMetadata().getLabels().get("team"))),
                "null",
                "red"),
        Trial.of(KIND, template + "type", WRITTEN)
            .values("Opaque", "example.com/login")
            .shows(Looks.secret(Secret::getType), "Opaque", "example.com/login"),
        Trial.of(KIND, template + "data", WRITTEN)
            .values(ABSENT, new Yaml("{URL: 'db://{{ .Username }}'}"))
            .shows(Looks.both(Looks.key("username"), Looks.key("URL")), "{n} ", " db://{n}"),
        Trial.of(KIND, path + "serviceBinding.enabled", WRITTEN)
            .values(false, true)
            .shows(
                Looks.both(Looks.key("type"), Looks.status("/binding/name")),
                " ",
                "postgresql {n}-credentials"),
        Trial.of(
                KIND,
                path + "serviceBinding.database",
                WRITTEN.replace("credentials'", "credentials', serviceBinding: {enabled: true}"))
            .values(ABSENT, "shop")
            .shows(Looks.key("database"), "postgres", "shop"));
  }
}
