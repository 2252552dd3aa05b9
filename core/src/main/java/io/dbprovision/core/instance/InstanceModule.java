package io.dbprovision.core.instance;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import io.dbprovision.core.deletion.Cascade;

/** Binds what keeps track of servers. */
public final class InstanceModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(Servers.class).in(Singleton.class);
    bind(Connections.class).in(Singleton.class);
    bind(EndpointFactory.class).in(Singleton.class);
    bind(PendingAdmin.class).in(Singleton.class);
    bind(AdminRotation.class).in(Singleton.class);
    bind(Probe.class).in(Singleton.class);
    bind(Children.class).in(Singleton.class);
    bind(SameServer.class).in(Singleton.class);
    bind(LossBrake.class).in(Singleton.class);
    bind(LossWatch.class).in(Singleton.class);
    bind(DeletionBrake.class).in(Singleton.class);
    bind(Cascade.class).in(Singleton.class);
    bind(InstanceDeletion.class).in(Singleton.class);
    bind(InstanceEvents.class).in(Singleton.class);
    bind(InstanceReconciler.class).in(Singleton.class);
  }
}
