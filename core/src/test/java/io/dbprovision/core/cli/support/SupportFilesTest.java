package io.dbprovision.core.cli.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.fake.FakeCluster;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** With a secret planted wherever somebody could have put one. */
class SupportFilesTest {
  private static final String LIST = "/apis/dbops.dbprovision.io/v1alpha1/namespaces/demo/";

  private static final String USERS =
      """
      {"metadata":{"continue":"to/ken"},"items":[{"metadata":{"name":"app","namespace":"demo",
        "annotations":{
          "kubectl.kubernetes.io/last-applied-configuration":"{\\"x\\":\\"S3CRET-a\\"}",
          "team.example/note":"S3CRET-b",
          "dbops.dbprovision.io/managed-password":"S3CRET-c",
          "dbops.dbprovision.io/rotate-password":"20261122"},
        "managedFields":[{"S3CRET-d":1}]},
       "spec":{"username":"app","passwordSecret":{"secretName":"app-login",
          "secretTemplate":{"data":{"URL":"db://app:S3CRET-e@host"}}}},
       "status":{"message":"cannot log in with db://app:S3CRET-f@host and password=S3CRET-g"}}]}
      """;

  private static final String DATABASES =
      """
      {"items":[{"metadata":{"name":"orders"},
        "spec":{"initSQL":{"inline":["CREATE ROLE x PASSWORD 'S3CRET-h'"]},
          "anyEngine":{"adminPassword":"S3CRET-i","sslKey":"client-key",
            "options":{"a":"S3CRET-j"},"apiToken":"S3CRET-k"}}}]}
      """;

  private static final String PODS =
      """
      {"items":[{"metadata":{"name":"op-1","namespace":"sys"},
        "spec":{"containers":[{"name":"manager","image":"dbops:1","args":["operator"],
          "env":[{"name":"DBOPS_PASSWORD","value":"S3CRET-l"}]}]},
        "status":{"containerStatuses":[{"name":"manager","restartCount":2,"ready":true}]}}]}
      """;

  private final FakeCluster cluster = new FakeCluster();

  @Test
  void noPlantedSecretIsInAnyFile() {
    cluster.answer("/version", "{\"gitVersion\":\"v1.34.4\"}");
    cluster.answer(LIST + "databaseusers?limit=500", USERS);
    cluster.answer(
        LIST + "databaseusers?limit=500&continue=to%2Fken",
        "{\"items\":[{\"metadata\":{\"name\":\"second\"}}]}");
    cluster.answer(LIST + "databases?limit=500", DATABASES);
    cluster.answer(
        "/api/v1/namespaces/demo/events?fieldSelector=involvedObject.apiVersion%3Ddbops.dbprovision.io%2Fv1alpha1",
        "{\"items\":[{\"message\":\"refused: password='S3CRET-m'\"}]}");
    cluster.answer("/api/v1/pods?labelSelector=control-plane%3Dcontroller-manager", PODS);
    String log = "/api/v1/namespaces/sys/pods/op-1/log?";
    String bounds = "container=manager&limitBytes=8000000&tailLines=5000";
    cluster.answer(log + bounds, "{\"msg\":\"\\\"password\\\": \\\"S3CRET-n\\\"\"}\nkept line\n");
    cluster.answer(log + "previous=true&" + bounds, "it ended with db://u:S3CRET-o@h\n");

    Map<String, String> files = SupportFiles.of(cluster, Optional.of("demo"), "1.2");

    assertThat(String.join("\n", files.values())).doesNotContain("S3CRET");
    assertThat(files.get("objects/databaseusers.json"))
        .contains("\"app\"", "\"second\"", "app-login", "20261122", "cannot log in with");
    assertThat(files.get("objects/databases.json"))
        .contains("(left out: 1 entries)", "\"sslKey\" : \"client-key\"");
    assertThat(files.get("operator/op-1-manager.log")).contains("kept line");
    assertThat(files).containsKeys("operator/op-1-manager.previous.log", "crds.json");
    assertThat(files.get("operator/pods.json")).contains("dbops:1").doesNotContain("env");
    assertThat(files.get("cluster-version.json")).contains("v1.34.4");
    assertThat(files.get("dbops-version.txt")).isEqualTo("1.2\n");
    assertThat(files.get("gaps.txt")).contains("404").contains("databaseroles");
  }

  @Test
  void secretsAndConfigMapsAreNeverAskedFor() {
    cluster.answer("/version", "{}");

    SupportFiles.of(cluster, Optional.empty(), "1");

    assertThat(cluster.asked)
        .isNotEmpty()
        .noneMatch(path -> path.contains("secrets") || path.contains("configmaps"));
  }
}
