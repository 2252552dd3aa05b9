package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.instance.ServerState;
import io.dbprovision.core.instance.Servers;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Grants;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Session;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What engines are told of grants: of what they ask for, and of what has to be taken back. */
final class GrantSpecs {
  private final Grantees grantees;
  private final Claims claims;
  private final Function<ResourceKey, ServerState> servers;

  @Inject
  GrantSpecs(Grantees grantees, Claims claims, Servers servers) {
    this(grantees, claims, servers::state);
  }

  /**
   * @param servers what is known of an instance's server
   */
  GrantSpecs(Grantees grantees, Claims claims, Function<ResourceKey, ServerState> servers) {
    this.grantees = grantees;
    this.claims = claims;
    this.servers = servers;
  }

  /**
   * What gives and takes there, with what has to be taken back elsewhere in the same go.
   *
   * @param here of the server that the grant is for now
   * @throws EngineException NOT_FOUND while something has to be taken back first on a server that
   *     is not there
   */
  Managed<GrantSpec> managed(Request request, Managed<GrantSpec> here) {
    return elsewhere(request.resource())
        .flatMap(place -> far(request, place))
        .<Managed<GrantSpec>>map(far -> new GrantMove(here, far))
        .orElse(here);
  }

  /** What is asked for now. */
  GrantSpec desired(Request request, CustomResource grantee) {
    CustomResource grant = request.resource();
    String section = request.server().engine().section();
    GrantSpec.Builder spec =
        GrantSpec.builder(
                Grantees.serverName(grantee), request.owner(), claims.of(grantee, section))
            .provenance(request.provenance())
            .section(request.section())
            .others(claims.on(grantee, grant, section));
    return grantees.former(grant).isPresent()
        ? spec.build() // what is on record was given to another one
        : spec.issued(Claims.issued(grant)).heldBefore(Claims.heldBefore(grant)).build();
  }

  /**
   * What has to be taken back from where something was given.
   *
   * @param session of the server that it is on
   * @param recorded whether the record is about it; else only the manifest tells
   */
  GrantSpec leaving(Request request, Grantees.Place place, Session session, boolean recorded) {
    CustomResource grant = request.resource();
    String section = request.server().engine().section();
    String login = place.login().orElse("");
    Claim own =
        place
            .object()
            .map(object -> claims.of(object, section))
            .orElseGet(
                () ->
                    Claim.of(
                        place.grantee().kind().spi(),
                        request.owner(),
                        Section.empty("spec." + section)));
    GrantSpec.Builder spec =
        GrantSpec.builder(login, request.owner(), own)
            .provenance(request.provenance())
            .section(request.section())
            .others(claims.on(place.grantee(), place.instance(), login, grant, section));
    if (place.object().isEmpty() && isSomebodys(session, place, login)) {
      return spec.build(); // made anew under that name: nothing was given to this one
    }
    return spec.issued(recorded ? Claims.issued(grant) : Set.of())
        .heldBefore(recorded ? Claims.heldBefore(grant) : Set.of())
        .unrecorded(grant.deleting() && place.object().isPresent() && claims.unrecorded(grant))
        .build();
  }

  private static boolean isSomebodys(Session session, Grantees.Place place, String login) {
    return session
        .capability(OwnershipRecord.class)
        .flatMap(records -> records.ownerOf(place.grantee().kind().spi(), login))
        .isPresent();
  }

  /**
   * Where else something has to be taken back in the same go: from the former grantee, before
   * another one gets it; and on deletion from one who may have been given it already, when that was
   * not written down.
   */
  Optional<Grantees.Place> elsewhere(CustomResource grant) {
    return grant.deleting()
        ? grantees
            .recorded(grant)
            .flatMap(
                recorded ->
                    grantees
                        .named(grant)
                        .filter(named -> !named.grantee().equals(recorded.grantee())))
            .filter(_ -> claims.unrecorded(grant))
        : grantees.former(grant);
  }

  /**
   * Why nothing that was given can be there any more, or can be reached; empty when something may
   * be.
   */
  Optional<String> nothingLeft(CustomResource grant) {
    Optional<Grantees.Place> place = grantees.leaving(grant);
    if (place.isEmpty()) {
      return Optional.of(
          grantees.find(grant).isPresent()
              ? "it was never let through to its grantee"
              : "its grantee is gone");
    }
    if (!Claims.recorded(grant) && !claims.unrecorded(grant)) {
      return Optional.of("it was never given anything");
    }
    // the login of an object that is gone may have been kept; who can look, looks
    return place.get().object().isPresent()
            || place.get().instance().filter(this::there).isPresent()
        ? Optional.empty()
        : Optional.of("its grantee is gone");
  }

  private boolean there(ResourceKey instance) {
    return grantees.live(instance).isPresent()
        && !(servers.apply(instance) instanceof ServerState.Down);
  }

  /**
   * Where that is, as far as it can still be reached.
   *
   * @throws EngineException NOT_FOUND while its server is not there
   */
  private Optional<GrantMove.Far> far(Request request, Grantees.Place place) {
    return place.login().isEmpty()
        ? Optional.empty()
        : place
            .instance()
            .filter(instance -> grantees.live(instance).isPresent())
            .flatMap(instance -> far(request, place, instance));
  }

  private Optional<GrantMove.Far> far(Request request, Grantees.Place place, ResourceKey instance) {
    ServerState state = servers.apply(instance);
    if (state instanceof ServerState.Available available) {
      return available
          .session()
          .capability(Grants.class)
          .map(
              grants ->
                  new GrantMove.Far(
                      grants,
                      leaving(
                          request, place, available.session(), !request.resource().deleting())));
    }
    throw EngineException.of(
        ErrorKind.NOT_FOUND,
        "%s had it before, on %s, which is not ready%s; what was given there is taken back first"
            .formatted(
                place.grantee(),
                instance,
                state instanceof ServerState.Down down ? ": " + down.failure().text() : ""));
  }
}
