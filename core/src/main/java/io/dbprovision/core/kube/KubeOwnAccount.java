package io.dbprovision.core.kube;

import io.dbprovision.core.api.Fields;
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
  private volatile @Nullable Fields known;

  KubeOwnAccount(ApiServer api) {
    this.api = api;
  }

  @Override
  public Optional<String> name() {
    return user().text("username").filter(text -> text.startsWith(SERVICE_ACCOUNT));
  }

  /**
   * The account as the owner of something in a namespace; empty when it is another namespace's, or
   * no service account.
   */
  Optional<Map<String, Object>> asOwner(String namespace) {
    String prefix = SERVICE_ACCOUNT + namespace + ":";
    Fields user = user();
    String uid = user.text("uid", "");
    return user.text("username")
        .filter(name -> name.startsWith(prefix) && !uid.isEmpty())
        .map(
            name ->
                Map.of(
                    "apiVersion",
                    "v1",
                    "kind",
                    "ServiceAccount",
                    "name",
                    name.substring(prefix.length()),
                    "uid",
                    uid));
  }

  private Fields user() {
    Fields user = known;
    if (user == null) {
      user = asked();
      known = user;
    }
    return user == null ? Fields.empty() : user;
  }

  /** Null when there was no answer; empty when there will be none. */
  private @Nullable Fields asked() {
    try {
      return Views.fields(
              api.ask(
                  ApiPath.root(KIND, GROUP, "selfsubjectreviews"),
                  Map.of("apiVersion", GROUP + "/v1", "kind", KIND)),
              "status")
          .object("userInfo");
    } catch (KubeException e) {
      LOG.atWarn().setCause(e).log("The API server does not say whose account this is");
      return e.kind() == KubeException.Kind.UNAVAILABLE ? null : Fields.empty();
    }
  }
}
