package io.dbprovision.core.backup.kind;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import io.dbprovision.core.instance.Survey;
import io.dbprovision.core.reconcile.KindReconciler;
import io.dbprovision.core.reconcile.Waking;

/**
 * Binds the reconcilers of backups and restores. Whoever installs it brings {@link Stores}, {@link
 * io.dbprovision.core.backup.work.Workers}, {@link BackupObserver}, {@link
 * io.dbprovision.spi.StoreContext}, the {@link io.dbprovision.core.config.StoreRules} and the
 * {@link VolumeRoot}.
 */
public final class BackupModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(Sites.class).in(Singleton.class);
    bind(StoreAdmission.class).in(Singleton.class);
    bind(Claims.class).in(Singleton.class);
    bind(StoreSites.class).in(Singleton.class);
    bind(EncryptionKeys.class).in(Singleton.class);
    bind(ArchivedBackups.class).in(Singleton.class);
    bind(StoreQuestions.class).in(Singleton.class);
    bind(PatientBackups.class).in(Singleton.class);
    bind(AskedBackups.class).in(Singleton.class);
    bind(StoredBackups.class).to(PlacedBackups.class).in(Singleton.class);
    bind(Tools.class).in(Singleton.class);
    bind(BackupWishes.class).in(Singleton.class);
    bind(BackupCheck.class).in(Singleton.class);
    bind(BackupEnd.class).in(Singleton.class);
    bind(BackupStart.class).in(Singleton.class);
    bind(BackupLaunch.class).in(Singleton.class);
    bind(BackupRun.class).in(Singleton.class);
    bind(BackupClearing.class).in(Singleton.class);
    bind(LeftOvers.class).in(Singleton.class);
    bind(KeyRotation.class).in(Singleton.class);
    bind(Verification.class).in(Singleton.class);
    bind(Withdrawal.class).in(Singleton.class);
    bind(BackupSettled.class).in(Singleton.class);
    bind(BackupDeletion.class).in(Singleton.class);
    bind(EarlierFiles.class).in(Singleton.class);
    bind(RestoreSources.class).in(Singleton.class);
    bind(RestoreTargets.class).in(Singleton.class);
    bind(RestoreEnd.class).in(Singleton.class);
    bind(NameClaims.class).in(Singleton.class);
    bind(RestoreStart.class).in(Singleton.class);
    bind(RestoreLaunch.class).in(Singleton.class);
    bind(RestoreRun.class).in(Singleton.class);
    bind(RestoreRemains.class).in(Singleton.class);
    Multibinder.newSetBinder(binder(), Survey.class).addBinding().to(RestoreRemains.class);
    Multibinder<KindReconciler> reconcilers =
        Multibinder.newSetBinder(binder(), KindReconciler.class);
    reconcilers.addBinding().to(BackupReconciler.class);
    reconcilers.addBinding().to(RestoreReconciler.class);
    bind(BackupReconciler.class).in(Singleton.class);
    bind(RestoreReconciler.class).in(Singleton.class);
    bind(BackupWaking.class).in(Singleton.class);
    Multibinder.newSetBinder(binder(), Waking.class).addBinding().to(BackupWaking.class);
  }
}
