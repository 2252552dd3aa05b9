package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reference.Consent;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Finds whom a grant is for. */
final class Grantees {
  private final Resources resources;
  private final Consent consent;

  /** The status field that says whose the privileges are. */
  static final String RECORD = "grantee";

  @Inject
  Grantees(Resources resources, Consent consent) {
    this.resources = resources;
    this.consent = consent;
  }

  static boolean isGrant(CustomResource resource) {
    return resource.kind().equals(CustomKind.GRANT)
        || resource.kind().equals(CustomKind.CLUSTER_GRANT);
  }

  static Map<String, Object> record(CustomResource grantee) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("kind", grantee.kind().name());
    record.put("name", grantee.name());
    if (!grantee.namespace().isEmpty()) {
      record.put("namespace", grantee.namespace());
    }
    return record;
  }

  /** Whom the grant was last given to, if that object is still there. */
  Optional<CustomResource> before(CustomResource grant) {
    Fields record = grant.status().object(RECORD);
    return CustomKind.named(record.text("kind", ""))
        .map(kind -> new ResourceKey(kind, record.text("namespace", ""), record.text("name", "")))
        .flatMap(resources::get);
  }

  /** The grantee's object, whatever state it is in. */
  Optional<CustomResource> find(CustomResource grant) {
    return Refs.grantee(grant).flatMap(resources::get);
  }

  /**
   * The grantee's object, allowed to be used.
   *
   * @throws EngineException INVALID, NOT_FOUND or PERMISSION, naming the field
   */
  CustomResource require(CustomResource grant) {
    Fields spec = grant.spec();
    if (spec.has("userRef") == spec.has("roleRef")) {
      throw EngineException.at(
          ErrorKind.INVALID, "spec", "exactly one of userRef and roleRef has to be given");
    }
    String field = spec.has("userRef") ? "spec.userRef" : "spec.roleRef";
    ResourceKey key =
        Refs.grantee(grant)
            .filter(named -> !named.kind().namespaced() || !named.namespace().isEmpty())
            .orElseThrow(
                () ->
                    EngineException.at(
                        ErrorKind.INVALID,
                        field + ".namespace",
                        "is missing; a cluster-wide grant has no namespace of its own"));
    CustomResource grantee =
        resources
            .get(key)
            .orElseThrow(
                () ->
                    EngineException.at(
                        ErrorKind.NOT_FOUND,
                        field,
                        "%s %s does not exist (yet)".formatted(key.kind(), key.path())));
    consent.require(
        grant,
        field,
        key.namespace(),
        key.kind() + " " + key.name(),
        grantee.metadata().annotations());
    return grantee;
  }

  /** The name inside the server; empty while nothing of that name was made there. */
  static Optional<String> login(CustomResource grantee) {
    Fields status = grantee.status();
    return grantee.kind().equals(CustomKind.USER)
        ? TurnTaking.serviceRole(grantee).or(() -> status.object("user").text("username"))
        : status.object("role").text("name");
  }

  /** The name inside the server that it has, or will have. */
  static String serverName(CustomResource grantee) {
    return login(grantee).orElseGet(() -> manifestName(grantee));
  }

  /** The name inside the server that its manifest gives it. */
  static String manifestName(CustomResource grantee) {
    return grantee
        .spec()
        .text(grantee.kind().equals(CustomKind.USER) ? "username" : "roleName", "");
  }

  /** When the login or role was made, for the last time; empty when that is not known. */
  static String madeAt(CustomResource grantee) {
    Fields status = grantee.status();
    if (!grantee.kind().equals(CustomKind.USER)) {
      return status.object("role").text("createdAt", "");
    }
    // logins that take turns come and go, their role stays
    return TurnTaking.serviceRole(grantee).isPresent()
        ? ""
        : status.object("user").text("createdAt", "");
  }
}
