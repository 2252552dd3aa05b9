package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.instance.SameServer;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reference.Consent;
import io.dbprovision.core.reference.CrossRefs;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.core.rotation.RotationPolicy;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Finds whom a grant is for. */
final class Grantees {
  private final Resources resources;
  private final Consent consent;
  private final SameServer servers;

  /**
   * Where something was given.
   *
   * @param object of the grantee; empty when it is gone
   * @param login the grantee's name inside the server
   */
  record Place(
      ResourceKey grantee,
      Optional<CustomResource> object,
      Optional<ResourceKey> instance,
      Optional<String> login) {}

  /** The status field that says whose the privileges are. */
  static final String RECORD = "grantee";

  @Inject
  Grantees(Resources resources, Consent consent) {
    this.resources = resources;
    this.consent = consent;
    this.servers = new SameServer(resources);
  }

  static boolean isGrant(CustomResource resource) {
    return resource.kind().equals(CustomKind.GRANT)
        || resource.kind().equals(CustomKind.CLUSTER_GRANT);
  }

  static Map<String, Object> record(CustomResource grantee) {
    Map<String, Object> record = new LinkedHashMap<>(names(grantee.key()));
    login(grantee).ifPresent(login -> record.put("login", login));
    Refs.instance(grantee).ifPresent(instance -> record.put("instance", names(instance)));
    return record;
  }

  private static Map<String, Object> names(ResourceKey key) {
    Map<String, Object> names = new LinkedHashMap<>();
    names.put("kind", key.kind().name());
    names.put("name", key.name());
    if (!key.namespace().isEmpty()) {
      names.put("namespace", key.namespace());
    }
    return names;
  }

  private static Optional<ResourceKey> key(Fields names) {
    return CustomKind.named(names.text("kind", ""))
        .map(kind -> new ResourceKey(kind, names.text("namespace", ""), names.text("name", "")));
  }

  /** Whom the grant was last given to, by its record; empty when there is none. */
  Optional<Place> recorded(CustomResource grant) {
    Fields record = grant.status().object(RECORD);
    return key(record)
        .map(
            key -> {
              Optional<CustomResource> object = resources.get(key);
              Optional<ResourceKey> instance =
                  key(record.object("instance")).or(() -> object.flatMap(Refs::instance));
              Optional<String> now =
                  object
                      .filter(found -> Refs.instance(found).equals(instance))
                      .flatMap(Grantees::login);
              return new Place(key, object, instance, now.or(() -> record.text("login")));
            });
  }

  /** Whom the grant is for by its manifest, when it may be for that one. */
  Optional<Place> named(CustomResource grant) {
    try {
      CustomResource grantee = require(grant);
      return Optional.of(
          new Place(grantee.key(), Optional.of(grantee), Refs.instance(grantee), login(grantee)));
    } catch (EngineException e) {
      return Optional.empty(); // was never let through: it was given nothing
    }
  }

  /** Where what has to be taken back on deletion is, first of all: the record knows best. */
  Optional<Place> leaving(CustomResource grant) {
    return recorded(grant).or(() -> named(grant));
  }

  /** Who had it before, by the record, and is not whom the manifest names now. */
  Optional<Place> former(CustomResource grant) {
    Optional<ResourceKey> now = Refs.grantee(grant);
    return recorded(grant)
        .filter(
            place ->
                now.filter(place.grantee()::equals).isEmpty()
                    || find(grant)
                        .flatMap(Refs::instance)
                        .filter(
                            home ->
                                place.instance().isPresent()
                                    && !servers.one(place.instance(), Optional.of(home)))
                        .isPresent());
  }

  /** False where the grantee came to another instance of its server: the one on record may go. */
  boolean remembersRight(CustomResource grant) {
    Fields record = grant.status().object(RECORD).object("instance");
    Optional<ResourceKey> now = find(grant).flatMap(Refs::instance);
    return record.isEmpty() || now.isEmpty() || key(record).equals(now);
  }

  /** The instance on whose server a grant works, or for one that goes: did. */
  Optional<ResourceKey> home(CustomResource grant) {
    return grant.deleting()
        ? leaving(grant).flatMap(Place::instance)
        : Refs.instance(grant).or(() -> find(grant).flatMap(Refs::instance));
  }

  /** The object of that key, when there is one. */
  Optional<CustomResource> live(ResourceKey key) {
    return resources.get(key);
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
    String field = Refs.granteeField(grant);
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
    consent.require(grant, CrossRefs.grantee(grant, key), grantee.metadata().annotations());
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
    return login(grantee)
        .orElseGet(
            () ->
                grantee.kind().equals(CustomKind.USER) && RotationPolicy.takesTurns(grantee)
                    ? RotationPolicy.of(grantee).serviceRole()
                    : manifestName(grantee));
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
