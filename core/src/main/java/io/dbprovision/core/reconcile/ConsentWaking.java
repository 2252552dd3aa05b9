package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.Namespaces;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.status.Reasons;
import java.util.function.Consumer;

/**
 * Wakes whoever was refused something when a namespace says something else: it may have been the
 * consent that they lack.
 */
final class ConsentWaking implements Waking {
  private final Resources resources;
  private final Namespaces namespaces;

  @Inject
  ConsentWaking(Resources resources, Namespaces namespaces) {
    this.resources = resources;
    this.namespaces = namespaces;
  }

  @Override
  public void declareIndexes() {}

  @Override
  public void subscribe(Consumer<ResourceKey> enqueue) {
    namespaces.subscribe(_ -> wake(enqueue));
  }

  private void wake(Consumer<ResourceKey> enqueue) {
    for (CustomKind kind : CustomKind.ALL) {
      resources.list(kind).stream()
          .filter(
              one ->
                  one.condition(Reasons.SYNCED)
                      .text("reason", "")
                      .equals(Reasons.PERMISSION_DENIED))
          .forEach(refused -> enqueue.accept(refused.key()));
    }
  }
}
