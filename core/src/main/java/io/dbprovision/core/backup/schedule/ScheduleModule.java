package io.dbprovision.core.backup.schedule;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import io.dbprovision.core.reconcile.KindReconciler;
import io.dbprovision.core.reconcile.Waking;

/** Binds what makes and removes backups by the clock. */
public final class ScheduleModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(ScheduleWakeups.class).in(Singleton.class);
    bind(Launcher.class).in(Singleton.class);
    bind(Housekeeping.class).in(Singleton.class);
    bind(ScheduleVerification.class).in(Singleton.class);
    bind(ScheduleDeletion.class).in(Singleton.class);
    bind(ScheduleReconciler.class).in(Singleton.class);
    Multibinder.newSetBinder(binder(), KindReconciler.class)
        .addBinding()
        .to(ScheduleReconciler.class);
    Multibinder.newSetBinder(binder(), Waking.class).addBinding().to(ScheduleWakeups.class);
  }
}
