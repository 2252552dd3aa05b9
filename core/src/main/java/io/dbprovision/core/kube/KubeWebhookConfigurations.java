package io.dbprovision.core.kube;

import io.dbprovision.core.api.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** By single requests. */
final class KubeWebhookConfigurations implements WebhookConfigurations {
  private static final String BUNDLE = "caBundle";

  private final ApiServer api;

  KubeWebhookConfigurations(ApiServer api) {
    this.api = api;
  }

  @Override
  public List<Webhook> get(String configuration) {
    return api.get(path(configuration)).stream()
        .flatMap(found -> Fields.of(found.getAdditionalProperties()).objects("webhooks").stream())
        .map(webhook -> new Webhook(webhook.text("name", ""), authorities(webhook)))
        .toList();
  }

  private static String authorities(Fields webhook) {
    return new String(
        Base64.getDecoder().decode(webhook.object("clientConfig").text(BUNDLE, "")),
        StandardCharsets.UTF_8);
  }

  @Override
  public void accept(String configuration, List<Webhook> webhooks) {
    List<Map<String, Object>> changed =
        webhooks.stream()
            .map(
                webhook ->
                    Map.<String, Object>of(
                        "name",
                        webhook.name(),
                        "clientConfig",
                        Map.of(BUNDLE, encoded(webhook.authorities()))))
            .toList();
    api.patch(path(configuration), "update", Patch.strategic(Map.of("webhooks", changed)));
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static ApiPath path(String name) {
    return ApiPath.root(
            "ValidatingWebhookConfiguration",
            "admissionregistration.k8s.io",
            "validatingwebhookconfigurations")
        .named(name);
  }
}
