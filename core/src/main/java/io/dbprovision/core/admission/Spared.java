package io.dbprovision.core.admission;

import com.google.inject.Inject;
import io.dbprovision.core.kube.AdmissionRequest;
import io.dbprovision.core.kube.OwnAccount;
import java.util.Set;

/**
 * Whose requests are never refused. The operator deletes what somebody agreed to, in an order of
 * its own. Kubernetes itself deletes what was in a namespace and what belonged to an object: it
 * reads no refusal and would ask for ever, and what is protected on the server stays protected.
 */
final class Spared {
  /** As one account or as many, as the controller manager was started. */
  private static final Set<String> KUBERNETES =
      Set.of(
          "system:kube-controller-manager",
          "system:serviceaccount:kube-system:generic-garbage-collector",
          "system:serviceaccount:kube-system:namespace-controller");

  private final OwnAccount own;

  @Inject
  Spared(OwnAccount own) {
    this.own = own;
  }

  boolean asks(AdmissionRequest request) {
    return KUBERNETES.contains(request.user())
        || own.name().filter(request.user()::equals).isPresent();
  }
}
