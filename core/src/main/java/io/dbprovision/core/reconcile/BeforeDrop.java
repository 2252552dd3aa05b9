package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.instance.ServerState;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.Owner;
import java.time.Duration;
import java.util.List;

/**
 * What has to be done before a server object is dropped, such as a last copy of it. Asked again and
 * again until it lets the object go; each step may be taken again after a crash. Called by one
 * thread at a time for one object.
 */
public interface BeforeDrop {
  /** What of it is remembered in the status of an object on its way out. */
  String FIELD = "lastBackup";

  /**
   * An object on its way out, and the server that it is on.
   *
   * @param owner who the object is on servers
   * @param serverName of what would be dropped
   * @param forced whether those who use it are disconnected
   */
  record Leaving(
      CustomResource resource,
      CustomResource instance,
      ServerState.Available server,
      Owner owner,
      String serverName,
      boolean forced) {}

  /** How far it is. */
  sealed interface Step {
    /** Nothing is in the way any more. */
    record Drop() implements Step {}

    /**
     * It is under way.
     *
     * @param why a sentence without a full stop
     */
    record Wait(Duration delay, String why) implements Step {}

    /** It did not work, and is tried again; whoever forces it leaves the server object behind. */
    record Stop(Failure failure) implements Step {}

    /** It cannot be done any more, and nobody could wait for it: the server object stays. */
    record Keep(String why) implements Step {}
  }

  /**
   * One step towards the drop.
   *
   * @param draft gets what has to be remembered; it is written whatever the step is, but for {@code
   *     Drop} and {@code Keep}
   * @throws io.dbprovision.spi.EngineException when the server cannot be asked now
   */
  Step advance(Leaving leaving, StatusDraft draft);

  /** The server object stays, or is gone: undoes what was done to it for this. Idempotent. */
  void over(Leaving leaving);

  /**
   * What would hinder it as things are, a sentence each that begins with the field. Asks nobody.
   */
  List<String> objections(CustomResource resource, ServerState.Available server);
}
