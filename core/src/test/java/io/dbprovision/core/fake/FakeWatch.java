package io.dbprovision.core.fake;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a watch has not told, or does not tell. */
public final class FakeWatch {
  /** Objects whose deletion it has not told yet. */
  public final Set<ResourceKey> goingUnseen = ConcurrentHashMap.newKeySet();

  /** Objects that the API server has stored. */
  public final Map<ResourceKey, CustomResource> unseen = new ConcurrentHashMap<>();

  /** Namespaces that nobody looks at. */
  public final Set<String> elsewhere = ConcurrentHashMap.newKeySet();
}
