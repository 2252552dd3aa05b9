package io.dbprovision.core.discovery;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.Events;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.kube.NewObject;
import io.dbprovision.core.kube.Resources;
import java.util.Optional;

/** Makes the {@link AdoptedManifest object} that keeps what was found. */
final class Adoption {
  private final Resources resources;
  private final Events events;
  private final DiscoveryObserver observer;

  @Inject
  Adoption(Resources resources, Events events, DiscoveryObserver observer) {
    this.resources = resources;
    this.events = events;
    this.observer = observer;
  }

  /**
   * @param wish one that is on the server and that nobody keeps
   * @return why it could not be done; empty when an object keeps it now
   */
  Optional<String> adopt(CustomResource instance, Sort sort, Wish wish) {
    NewObject keeper = AdoptedManifest.of(instance, sort, wish);
    ResourceKey key = keeper.key();
    try {
      if (key.kind().namespaced() && wish.namespace().isEmpty()) {
        throw new KubeException(
            KubeException.Kind.INVALID, "write it as namespace/name, to say where to keep it");
      }
      resources.create(keeper);
    } catch (KubeException e) {
      observer.adopted(key, false);
      String why =
          e.kind() == KubeException.Kind.EXISTS
              ? "%s is there already and keeps something else".formatted(key)
              : String.valueOf(e.getMessage());
      String sentence = "%s %s cannot be adopted: %s".formatted(sort.noun(), wish.name(), why);
      events.warning(instance, "AdoptionFailed", sentence);
      return Optional.of(sentence);
    }
    observer.adopted(key, true);
    events.normal(
        instance, "Adopted", "%s %s is kept by %s now".formatted(sort.noun(), wish.name(), key));
    return Optional.empty();
  }
}
