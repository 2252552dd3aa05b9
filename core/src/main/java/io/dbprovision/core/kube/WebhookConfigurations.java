package io.dbprovision.core.kube;

import java.util.List;

/**
 * What tells the API server to ask us before it stores something. Thread-safe; throws {@link
 * KubeException}.
 */
public interface WebhookConfigurations {
  /**
   * Which authorities the API server accepts, of each of the webhooks; empty when there is no
   * configuration of that name.
   */
  List<Webhook> get(String configuration);

  /** Has it accept these, for those webhooks. */
  void accept(String configuration, List<Webhook> webhooks);

  /**
   * @param authorities certificates in PEM form; empty for none
   */
  record Webhook(String name, String authorities) {}
}
