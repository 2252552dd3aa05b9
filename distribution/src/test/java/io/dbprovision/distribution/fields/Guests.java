package io.dbprovision.distribution.fields;

import static io.dbprovision.distribution.fields.Trial.ABSENT;

import io.dbprovision.distribution.fields.Trial.Act;
import io.dbprovision.distribution.fields.Trial.Look;
import io.dbprovision.distribution.fields.Trial.Yaml;

/**
 * Another namespace's role and its grant, about a database {@code {n}_stray} that nobody has on
 * record, on the trial's own instance.
 */
final class Guests {
  private static final String ROLE =
      "roleName: '{n}_r'\ninstanceRef: {name: '{n}', namespace: '{ns}'}\n";
  private static final String GRANT = "roleRef: {name: '{n}r'}\ndeletionProtection: false\n";

  private Guests() {}

  /**
   * @param block the engine's
   * @param spec of the instance
   * @param entry of the grant
   */
  static Trial trial(String block, String spec, String entry, Act... before) {
    String grant = GRANT + block + ": {grants: [" + entry + "]}\n";
    Look reason =
        stage ->
            Stage.condition(
                    stage.site().cluster().get("DatabaseGrant", stage.site().other(), grant(stage)),
                    "Synced")
                .path("reason")
                .asText();
    return Trial.of("DatabaseInstance", "spec." + block + ".allowedDatabases", spec)
        .values(ABSENT, new Yaml("['{n}_stray']"))
        .before(before)
        .doing(
            stage -> {
              apply(stage, "DatabaseRole", stage.name() + "r", ROLE);
              apply(stage, "DatabaseGrant", grant(stage), grant);
            })
        .after(Guests::takenBack)
        .shows(reason, "PermissionDenied", "ReconcileSuccess");
  }

  private static String grant(Stage stage) {
    return stage.name() + "g";
  }

  private static void apply(Stage stage, String kind, String name, String spec) {
    Site site = stage.site();
    site.cluster().apply(kind, site.other(), name, SpecTree.parse(stage.say(spec)));
  }

  /** What a grantee has already would stay. */
  private static void takenBack(Stage stage) {
    Cluster cluster = stage.site().cluster();
    String other = stage.site().other();
    cluster.delete("DatabaseGrant", other, grant(stage));
    stage.await(
        "the grant is gone",
        () -> cluster.get("DatabaseGrant", other, grant(stage)).isMissingNode());
  }
}
