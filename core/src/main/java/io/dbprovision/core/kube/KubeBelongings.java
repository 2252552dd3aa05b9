package io.dbprovision.core.kube;

import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** By ownerReferences. */
final class KubeBelongings implements Belongings {
  private static final Logger LOG = LoggerFactory.getLogger(KubeBelongings.class);

  private final ApiServer api;
  private final KubeOwnAccount account;

  KubeBelongings(ApiServer api, KubeOwnAccount account) {
    this.api = api;
    this.account = account;
  }

  @Override
  public void take(String namespace, String secret) {
    take(namespace, ApiPath.secrets(namespace).named(secret));
  }

  void takeLease(String namespace, String lease) {
    take(namespace, ApiPath.leases(namespace).named(lease));
  }

  private void take(String namespace, ApiPath path) {
    try {
      account
          .asOwner(namespace)
          .ifPresent(
              owner ->
                  api.patch(
                      path,
                      "update",
                      Patch.strategic(
                          Map.of("metadata", Map.of("ownerReferences", List.of(owner))))));
    } catch (KubeException e) {
      LOG.atWarn()
          .addKeyValue("path", path.path())
          .log("stays behind when the operator is taken away: {}", e.getMessage());
    }
  }
}
