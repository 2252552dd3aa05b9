package io.dbprovision.core.discovery;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import io.dbprovision.core.instance.Survey;

/** Binds what searches servers; the binder brings {@link Records} and the observer. */
public final class DiscoveryModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(Keepers.class).in(Singleton.class);
    bind(Adoption.class).in(Singleton.class);
    bind(Scan.class).in(Singleton.class);
    bind(Discoverer.class).in(Singleton.class);
    Multibinder.newSetBinder(binder(), Survey.class).addBinding().to(Discoverer.class);
  }
}
