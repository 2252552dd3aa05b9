package io.dbprovision.core.instance;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Managed;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices server objects that have gone missing. One or a few are made again at once; when most of
 * a server's objects are gone, something else is wrong, and nothing is made again until the user
 * says so.
 */
public final class LossBrake {
  private static final Logger log = LoggerFactory.getLogger(LossBrake.class);
  private static final int FEW = 10;

  private final Children children;
  private final SameServer servers;
  private final List<Consumer<ResourceKey>> listeners = new CopyOnWriteArrayList<>();

  @Inject
  public LossBrake(Children children, SameServer servers) {
    this.children = children;
    this.servers = servers;
  }

  /** Called for each object whose server object is not there any more. */
  public void onMissing(Consumer<ResourceKey> listener) {
    listeners.add(listener);
  }

  /** Compares what should be there with the names on the server: one query a kind. */
  void look(CustomResource instance, ServerState.Available server) {
    for (Tracked kind : children.kinds()) {
      try {
        Losses losses = losses(List.of(instance), kind, server);
        losses
            .missing()
            .forEach(gone -> listeners.forEach(listener -> listener.accept(gone.key())));
      } catch (EngineException e) {
        log.atDebug()
            .addKeyValue("instance", instance.key())
            .addKeyValue("error", e.kind())
            .log("the server's objects could not be listed");
      }
    }
  }

  /**
   * Whether missing objects of this kind may be made again on this server. All instances that lead
   * to it count together: what is lost is lost for each of them.
   *
   * @return empty when they may; otherwise a sentence that says why not and what to do
   */
  public Optional<String> holds(
      CustomResource instance, CustomKind kind, ServerState.Available server) {
    Losses losses =
        children.kinds().stream()
            .filter(tracked -> tracked.kind().equals(kind))
            .findFirst()
            .map(tracked -> losses(servers.as(instance), tracked, server))
            .orElse(Losses.NONE);
    if (!losses.massive() || instance.metadata().flagged(Keys.ALLOW_RECREATE)) {
      return Optional.empty();
    }
    return Optional.of(
        "%d of %d %s of this server are missing there at once; nothing is made again until you annotate %s with %s=true"
            .formatted(
                losses.missing().size(),
                losses.known(),
                kind.plural(),
                instance.key(),
                Keys.ALLOW_RECREATE));
  }

  private record Losses(List<CustomResource> missing, int known) {
    static final Losses NONE = new Losses(List.of(), 0);

    boolean massive() {
      return missing.size() > FEW && missing.size() * 2 > known;
    }
  }

  private Losses losses(
      List<CustomResource> instances, Tracked kind, ServerState.Available server) {
    Collection<CustomResource> objects =
        instances.stream()
            .flatMap(instance -> children.madeOn(instance, kind, server.info().identity()))
            .filter(child -> !child.deleting())
            .toList();
    Optional<? extends Managed<?>> managed = server.session().capability(kind.capability());
    if (objects.isEmpty() || managed.isEmpty()) {
      return Losses.NONE;
    }
    Set<String> present = managed.get().names();
    return new Losses(
        objects.stream()
            .filter(child -> !present.contains(kind.witnessed(child).orElseThrow()))
            .toList(),
        objects.size());
  }
}
