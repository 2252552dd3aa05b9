package io.dbprovision.core.instance;

import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineName;
import java.util.Collection;
import java.util.Optional;

/** The engines that plugins brought. Calls to what is found here are guarded. */
public interface Engines {
  Optional<Engine> find(EngineName name);

  /** Each engine once; empty when no plugin is there. */
  Collection<Engine> all();

  /** A sentence for people: why that engine is not there and what to do. */
  String whyMissing(EngineName name);
}
