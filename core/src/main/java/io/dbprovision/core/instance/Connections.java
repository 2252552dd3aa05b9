package io.dbprovision.core.instance;

import com.google.inject.Inject;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineContext;
import io.dbprovision.spi.Session;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One open session per instance, opened again only when its endpoint changes. Calls for one
 * instance come from one thread at a time.
 */
public final class Connections implements AutoCloseable {
  private record Open(Engine engine, Endpoint endpoint, Session session) {}

  private final Map<ResourceKey, Open> open = new ConcurrentHashMap<>();
  private final EngineContext context;

  @Inject
  public Connections(EngineContext context) {
    this.context = context;
  }

  /**
   * @throws io.dbprovision.spi.EngineException when the server cannot be reached
   */
  Session session(ResourceKey instance, Engine engine, Endpoint endpoint) {
    Open known = open.get(instance);
    if (known != null && known.engine().equals(engine) && known.endpoint().equals(endpoint)) {
      return known.session();
    }
    forget(instance);
    Session session = engine.open(endpoint, context);
    open.put(instance, new Open(engine, endpoint, session));
    return session;
  }

  /** The sessions that are open now. */
  public Map<ResourceKey, Session> sessions() {
    Map<ResourceKey, Session> sessions = new HashMap<>();
    open.forEach((instance, one) -> sessions.put(instance, one.session()));
    return sessions;
  }

  void forget(ResourceKey instance) {
    @Nullable Open gone = open.remove(instance);
    if (gone != null) {
      gone.session().close();
    }
  }

  @Override
  public void close() {
    List.copyOf(open.keySet()).forEach(this::forget);
  }
}
