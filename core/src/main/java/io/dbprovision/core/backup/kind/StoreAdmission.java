package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.config.StoreRules;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Store;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Keeps what is the platform's own from the stores that tenants' manifests name. */
final class StoreAdmission {
  /** The host of a store that is not where its kind usually is. */
  private static final String ENDPOINT = "endpoint";

  /** Where clouds tell their machines of credentials, and that are not link-local. */
  private static final Set<String> METADATA =
      Set.of(
          "fd00:ec2:0:0:0:0:0:254",
          "fd20:ce:0:0:0:0:0:254",
          "100.100.100.200",
          "168.63.129.16",
          "192.0.0.192");

  private final StoreRules rules;
  private final Function<String, List<InetAddress>> resolver;

  @Inject
  StoreAdmission(StoreRules rules) {
    this(rules, StoreAdmission::addresses);
  }

  StoreAdmission(StoreRules rules, Function<String, List<InetAddress>> resolver) {
    this.rules = rules;
    this.resolver = resolver;
  }

  /**
   * @param namespace whose manifest it is
   * @throws EngineException PERMISSION, with the field and the platform's way to allow it
   */
  void check(String namespace, Store store, Section block) {
    if (store.asPod(block) && !rules.podIdentity().allows(namespace)) {
      throw EngineException.at(
          ErrorKind.PERMISSION,
          block.path() + ".secretRef",
          "is missing, and the namespace %s may not use the identity of the operator's own pods: name a Secret with a login of your own, or have those who run the operator set --store-pod-identity=%s"
              .formatted(namespace, namespace));
    }
    if (!rules.linkLocal()) {
      String field = block.path() + "." + ENDPOINT;
      String host = block.text(ENDPOINT).map(StoreAdmission::host).orElse("");
      checkHost(field, host);
      // where it is a part of the host's name, that may lead elsewhere than the rest of it
      block
          .text("bucket")
          .filter(any -> !host.isEmpty())
          .ifPresent(bucket -> checkHost(field, bucket + "." + host));
    }
  }

  private void checkHost(String field, String host) {
    for (InetAddress address : resolver.apply(host)) {
      String plain = address.getHostAddress().replaceAll("%.*", "");
      if (address.isLinkLocalAddress() || METADATA.contains(plain)) {
        throw EngineException.at(
            ErrorKind.PERMISSION,
            field,
            "leads to %s, an address that only this machine or its cloud has, where credentials may be: name a store elsewhere, or have those who run the operator set --store-link-local"
                .formatted(plain));
      }
    }
  }

  /** Empty for what is no URL with a host, which the store itself has refused. */
  private static String host(String endpoint) {
    try {
      String host = new URI(endpoint).getHost();
      return host == null ? "" : host;
    } catch (URISyntaxException e) {
      return "";
    }
  }

  /** None of a name that nobody knows: the client will say so. */
  private static List<InetAddress> addresses(String host) {
    try {
      return host.isEmpty() ? List.of() : List.of(InetAddress.getAllByName(host));
    } catch (UnknownHostException e) {
      return List.of();
    }
  }
}
