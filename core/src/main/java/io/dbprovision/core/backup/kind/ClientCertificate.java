package io.dbprovision.core.backup.kind;

import java.util.Optional;

/**
 * The certificate that an instance's manifest has the operator show to the server. A worker in
 * somebody else's namespace does not get it: whoever can read Secrets there could show it, too.
 */
final class ClientCertificate {
  private ClientCertificate() {}

  /** Whether a worker may have it. */
  static boolean given(StoreSite store) {
    return !store.byWorkers();
  }

  /** What has to be known when the server may ask for one. */
  static Optional<String> without(Site site, StoreSite store) {
    if (given(store) || site.server().endpoint().tls().key().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "the worker runs where the claim %s is, and does not get the client certificate of %s: a server that asks every login for one refuses it; then use a store behind a network, whose workers run in the operator's namespace"
            .formatted(store.claim().map(ClaimSite::name).orElse(""), site.instance().key()));
  }
}
