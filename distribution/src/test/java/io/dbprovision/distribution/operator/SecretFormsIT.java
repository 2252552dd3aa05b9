package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.DevClusterExtension;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What shape a credential Secret takes, and what Kubernetes lets nobody change in place. */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class SecretFormsIT {
  private static final String USER = "databaseuser/app";
  private static final String SECRET = "secret/login";
  private static final String ASIDE = "login-dbops-aside";

  private final Scene scene;
  private final Kubectl kubectl;

  SecretFormsIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
  }

  @Test
  void aSecretThatCannotBeChangedIsReplacedAndAtNoMomentIsThereNoLoginThatWorks() {
    user("secretTemplate: {labels: {team: red, tier: db}, annotations: {example.com/note: first}}");
    String password = kubectl.secret("login", "password");
    kubectl.run("label", SECRET, "theirs=stays");
    Config config = Config.fromKubeconfig(scene.kubeconfig().toFile());
    try (KubernetesClient kubernetes = new KubernetesClientBuilder().withConfig(config).build();
        // aside it may be gone just when its own name has it again
        SoakClient client =
            new SoakClient(kubernetes, scene.namespace(), List.of("login", ASIDE, "login"))) {
      String first = uid();
      template("{\"labels\":{\"team\":\"blue\",\"tier\":null},\"annotations\":null}");
      awaitField("labels change in place", "{.metadata.labels.team}", "blue");
      assertThat(kubectl.get(SECRET, "{.metadata.labels}"))
          .contains("theirs", "app.kubernetes.io/managed-by")
          .doesNotContain("tier");
      assertThat(kubectl.get(SECRET, "{.metadata.annotations}")).doesNotContain("example.com/note");
      assertThat(uid()).isEqualTo(first);

      kubectl.patch(SECRET, "{\"immutable\":true}");
      template(
          """
          {"data":{"username":"{{.Username}}","password":"{{.Password}}","host":"{{.Host}}",\
          "port":"{{.Port}}","said":"{{.Name | upper}}"}}""");
      awaitField("what is immutable says something else", "{.data.said}", "QVBQ");
      String second = uid();
      assertThat(second).isNotEqualTo(first);
      assertThat(kubectl.get(SECRET, "{.immutable}")).isEmpty();

      template("{\"type\":\"kubernetes.io/basic-auth\"}");
      awaitField("it has another type", "{.type}", "kubernetes.io/basic-auth");
      assertThat(uid()).isNotEqualTo(second);
      assertThat(kubectl.get(SECRET, "{.metadata.labels}")).contains("theirs", "blue");

      assertThat(kubectl.exists("secret/app-dbops-login")).isTrue();
      template("null");
      awaitField("it is as without a template", "{.type}", "Opaque");
      assertThat(kubectl.get(SECRET, "{.data.said}")).isEmpty();
      kubectl.awaitGone("secret/" + ASIDE);
      kubectl.awaitReady(USER);
      int before = client.logins();
      Await.until(
          "the application has read it",
          Kubectl.SOON,
          () -> client.logins() > before + 1,
          () -> kubectl.show(USER));
      assertThat(client.failures()).isEmpty();
    }
    assertThat(kubectl.secret("login", "password").equals(password))
        .as("the password is the same all the time")
        .isTrue();
  }

  @Test
  void thePasswordOutlivesAReplacementThatWasCutOffAndATemplateThatComesAndGoes() {
    user("secretTemplate: {annotations: {example.com/note: kept}}");
    Login login = scene.loginOf("app");
    kubectl.annotate(USER, "pause-reconcile", "true");
    // what a kill leaves between the deletion and the new one
    Config config = Config.fromKubeconfig(scene.kubeconfig().toFile());
    try (KubernetesClient kubernetes = new KubernetesClientBuilder().withConfig(config).build()) {
      var secrets = kubernetes.secrets().inNamespace(scene.namespace());
      var copy = secrets.withName("login").get();
      copy.getMetadata().setName(ASIDE);
      copy.getMetadata().setUid(null);
      copy.getMetadata().setResourceVersion(null);
      secrets.resource(copy).create();
      secrets.withName("login").delete();
    }
    kubectl.run("annotate", USER, "dbops.dbprovision.io/pause-reconcile-");

    kubectl.awaitGone("secret/" + ASIDE);
    assertThat(scene.loginOf("app")).isEqualTo(login);
    assertThat(login.works()).isTrue();
    assertThat(kubectl.get(SECRET, "{.metadata.annotations}")).contains("example.com/note");

    // what a template makes of it is never taken for the password
    template("{\"data\":{\"password\":\"{{.Password | base64Encode}}\",\"more\":\"x\"}}");
    awaitField("it is encoded", "{.data.more}", "eA==");
    kubectl.await(USER, "Synced=True");
    assertThat(login.works()).isTrue();
    template("null");
    awaitField("it is plain again", "{.data.more}", "");
    assertThat(scene.loginOf("app")).isEqualTo(login);
    kubectl.awaitGone("secret/app-dbops-login");
    assertThat(login.works()).isTrue();
  }

  @Test
  void aServiceBindingHasItsTypeAndKeysAndASecretThatIsLostComesBack() {
    user("serviceBinding: {enabled: true, database: shop}");
    assertThat(kubectl.get(USER, "{.status.binding.name}")).isEqualTo("login");
    assertThat(kubectl.get(SECRET, "{.type}")).isEqualTo("servicebinding.io/postgresql");
    assertThat(kubectl.get(SECRET, "{range .data.*}x{end}")).hasSize(8);
    Login login = scene.loginOf("app");
    assertThat(
            Map.of(
                "type", kubectl.secret("login", "type"),
                "provider", kubectl.secret("login", "provider"),
                "database", kubectl.secret("login", "database")))
        .isEqualTo(
            Map.of("type", "postgresql", "provider", "db-provision-operator", "database", "shop"));
    URI uri = URI.create(kubectl.secret("login", "uri"));
    String[] userInfo = uri.getRawUserInfo().split(":", 2);
    assertThat(new Login(uri.getHost(), uri.getPort(), decoded(userInfo[0]), decoded(userInfo[1])))
        .isEqualTo(login);
    assertThat(uri.getScheme() + uri.getPath()).isEqualTo("postgresql/shop");
    assertThat(login.works()).isTrue();

    String uid = uid();
    kubectl.run("delete", SECRET);
    Await.until(
        "another Secret is there",
        Kubectl.SOON,
        () -> !uid().isEmpty() && !uid().equals(uid),
        () -> kubectl.show(USER));
    Await.until(
        "what it says works",
        Kubectl.SOON,
        () -> scene.loginOf("app").works(),
        () -> kubectl.show(USER));
    assertThat(kubectl.get(SECRET, "{.type}")).isEqualTo("servicebinding.io/postgresql");
    assertThat(login.works()).as("nobody knows the lost one any more").isFalse();
    Await.until(
        "it is told",
        Kubectl.SOON,
        () -> kubectl.fields("event", "{.reason}").contains("SecretRegenerated"),
        () -> kubectl.run("get", "events"));

    kubectl.patch(USER, "{\"spec\":{\"passwordSecret\":{\"serviceBinding\":{\"enabled\":false}}}}");
    awaitField("the binding ends", "{.type}", "Opaque");
    assertThat(kubectl.get(SECRET, "{range .data.*}x{end}")).hasSize(4);
    Await.until(
        "the status ends it too",
        Kubectl.SOON,
        () -> kubectl.get(USER, "{.status.binding}").isEmpty(),
        () -> kubectl.show(USER));
    assertThat(scene.loginOf("app").works()).isTrue();
  }

  private void user(String passwordSecret) {
    scene.instance();
    kubectl.apply(
        Manifests.user(
            "app",
            scene.name("app"),
            "passwordSecret:",
            "  secretName: login",
            "  " + passwordSecret));
    kubectl.awaitReady(USER);
  }

  private void template(String json) {
    kubectl.patch(USER, "{\"spec\":{\"passwordSecret\":{\"secretTemplate\":" + json + "}}}");
  }

  private String uid() {
    return kubectl.get(SECRET, "{.metadata.uid}");
  }

  private void awaitField(String what, String jsonpath, String value) {
    Await.until(
        what,
        Kubectl.SOON,
        () -> kubectl.get(SECRET, jsonpath).equals(value),
        () -> kubectl.show(USER));
  }

  private static String decoded(String text) {
    // as in a path: a plus is a plus
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
