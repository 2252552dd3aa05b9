package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.instance.Tracked;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.Gates;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.PlanOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What tells one kind of managed object from another; everything else is the same for all. */
interface ManagedKind<D extends Desired> extends Tracked {
  @Override
  Class<? extends Managed<D>> capability();

  /** Under this name all work on one server object is serialised, whatever kind it comes from. */
  default String lock(CustomResource resource) {
    return kind().spi() + " " + serverName(resource); // as ServerLock writes it
  }

  /**
   * A further lock that work on the object needs, maybe on another server, as {@link
   * Engineering#lock} writes it.
   */
  default Optional<String> farLock(CustomResource resource) {
    return Optional.empty();
  }

  /** Its server object is many small things, given and taken one by one. */
  default boolean givesMany() {
    return false;
  }

  /** Whether its objects may be about things that are not there yet, see {@link Newcomers}. */
  default boolean openEnded() {
    return false;
  }

  /** Whether what is on record is about the very server object that the manifest means now. */
  default boolean recordHolds(CustomResource resource) {
    return true;
  }

  /** Adds what a later removal needs to know of a pass that failed after it had done something. */
  default void remember(Request request, StatusDraft draft) {}

  /** Whether what the status remembers is what it would remember now, if anything. */
  default boolean remembersRight(CustomResource resource) {
    return true;
  }

  default Wording wording() {
    return Wording.OBJECT;
  }

  /**
   * What works on the server for this object.
   *
   * @throws io.dbprovision.spi.EngineException UNSUPPORTED when the server has no such thing
   */
  default Managed<D> managed(Request request) {
    return request
        .server()
        .session()
        .capability(capability())
        .<Managed<D>>map(capability -> capability)
        .orElseThrow(
            () ->
                EngineException.of(ErrorKind.UNSUPPORTED, "this server has no " + kind().plural()));
  }

  /** When the object has to be looked at whatever else happens, in no order; what is over too. */
  default List<Instant> due(CustomResource resource) {
    return List.of();
  }

  /** Why there is nothing left to remove from a server; empty when there may be something. */
  default Optional<String> nothingLeft(CustomResource resource) {
    return Optional.empty();
  }

  /**
   * Reads what the object refers to.
   *
   * @throws io.dbprovision.spi.EngineException when something is missing or wrong, naming the field
   */
  Intent<D> intent(Request request);

  /**
   * What {@link Intent#inputs} would say now, from what is in memory; empty when only reading can
   * tell.
   */
  Optional<String> inputsSeen(Request request);

  /** What earlier versions said in place of {@link Intent#inputs}, for the hashes they left. */
  default String earlierInputs(String inputs) {
    return inputs;
  }

  /**
   * The object as it should look, from what is in memory; empty when it can only be compared by a
   * reconcile of its own.
   */
  Optional<D> look(Request request);

  /**
   * Compares settled objects of one server, with as few calls as its engine needs for all of them.
   *
   * @param looks at least one
   * @return one outcome each, in the same order
   * @throws io.dbprovision.spi.EngineException only for what concerns all
   */
  default List<PlanOutcome> compare(List<Look<D>> looks) {
    return managed(looks.getFirst().request()).planAll(looks.stream().map(Look::desired).toList());
  }

  /**
   * How many are compared at once, but for what is in the same place: 10,000 of them with at most
   * 20 queries for the server as a whole, and a call of the engine ends in time though each may
   * need a connection of its own.
   */
  int sweepSize();

  /** What has to be read for it beside the server as a whole; by itself, each is in its own. */
  default String place(CustomResource resource) {
    return resource.key().toString();
  }

  /** The object as far as its removal needs it; refers to nothing that may be gone. */
  D removed(Request request);

  boolean deletionProtected(CustomResource resource);

  /** What deletion of the object does to the server object; never {@link DropMode#FORCE}. */
  DropMode deletionPolicy(CustomResource resource);

  @Override
  default boolean dropped(CustomResource resource) {
    return deletionPolicy(resource) == DropMode.DROP
        && (!deletionProtected(resource) || Gates.forced(resource));
  }

  /** What has to be done before its server object is dropped; empty when nothing has to be. */
  default Optional<BeforeDrop> beforeDrop(CustomResource resource) {
    return Optional.empty();
  }

  /** What stands against dropping it right now; adds its own block to the status. */
  Optional<Failure> obstacle(Request request, StatusDraft draft);

  /** The server object is gone or given free: lets go of what was made in Kubernetes. */
  void released(CustomResource resource, DropMode mode);
}
