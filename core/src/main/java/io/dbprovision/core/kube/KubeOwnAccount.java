package io.dbprovision.core.kube;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks once: an account does not change. */
final class KubeOwnAccount implements OwnAccount {
  private static final Logger LOG = LoggerFactory.getLogger(KubeOwnAccount.class);
  private static final String GROUP = "authentication.k8s.io";
  private static final String KIND = "SelfSubjectReview";
  private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

  private final ApiServer api;
  private volatile @Nullable String known;

  KubeOwnAccount(ApiServer api) {
    this.api = api;
  }

  @Override
  public Optional<String> name() {
    String name = known;
    if (name == null) {
      name = asked();
      known = name;
    }
    return Optional.ofNullable(name).filter(text -> text.startsWith(SERVICE_ACCOUNT));
  }

  /** Null when there was no answer; empty when there will be none. */
  private @Nullable String asked() {
    try {
      return Views.fields(
              api.ask(
                  ApiPath.root(KIND, GROUP, "selfsubjectreviews"),
                  Map.of("apiVersion", GROUP + "/v1", "kind", KIND)),
              "status")
          .object("userInfo")
          .text("username", "");
    } catch (KubeException e) {
      LOG.atWarn().setCause(e).log("The API server does not say whose account this is");
      return e.kind() == KubeException.Kind.UNAVAILABLE ? null : "";
    }
  }
}
