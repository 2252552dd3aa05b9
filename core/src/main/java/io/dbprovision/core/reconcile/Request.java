package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.instance.ServerState;
import io.dbprovision.core.status.MadeOn;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.Section;

/**
 * One object, the server it is for, and who it is there: all that one pass, or one look, goes by.
 *
 * @param resource as far as its status is about that server, see {@link Owners#here}
 * @param instance whose server it is
 * @param server reached, and the right one
 * @param owner who the object is on servers
 * @param provenance what is known of its past on this one
 */
record Request(
    CustomResource resource,
    CustomResource instance,
    ServerState.Available server,
    Owner owner,
    Provenance provenance) {
  /** The object's engine block. */
  Section section() {
    String key = server.engine().section();
    return Section.of("spec." + key, resource.spec().object(key).values());
  }

  /** The engine's block of the object's status. */
  Section recordedSection() {
    String key = server.engine().section();
    return Section.of("status." + key, resource.status().object(key).values());
  }

  /** What the status says of the server object from now on holds for this server alone. */
  void witness(ManagedKind<?> kind, StatusDraft draft) {
    if (!kind.givesMany()) {
      draft.set(MadeOn.FIELD, MadeOn.block(instance, server.info().identity()));
    }
  }
}
