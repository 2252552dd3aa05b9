package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.runtime.Reconciler;

/** A reconciler of a kind that is none of the managed ones; bound into a set. */
public interface KindReconciler extends Reconciler<ResourceKey> {
  CustomKind kind();
}
