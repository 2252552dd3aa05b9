package io.dbprovision.core.backup.last;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.OptionalBinder;
import io.dbprovision.core.reconcile.BeforeDrop;
import io.dbprovision.core.reconcile.Waking;

/** Binds what has to come before a database is dropped. Needs what backups are made with. */
public final class LastBackupModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(Closing.class).in(Singleton.class);
    bind(LastBackups.class).in(Singleton.class);
    OptionalBinder.newOptionalBinder(binder(), BeforeDrop.class).setBinding().to(LastBackups.class);
    bind(LastBackupWaking.class).in(Singleton.class);
    Multibinder.newSetBinder(binder(), Waking.class).addBinding().to(LastBackupWaking.class);
  }
}
