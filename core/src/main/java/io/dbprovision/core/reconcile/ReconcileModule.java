package io.dbprovision.core.reconcile;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.credential.CredentialContents;
import io.dbprovision.core.credential.Credentials;
import io.dbprovision.core.credential.SecretContents;
import io.dbprovision.core.instance.InstanceModule;
import io.dbprovision.core.instance.InstanceReconciler;
import io.dbprovision.core.instance.Tracked;
import io.dbprovision.core.reference.Consent;
import io.dbprovision.core.reference.SecretReader;
import io.dbprovision.core.runtime.KeyedLocks;
import io.dbprovision.core.runtime.Reconciler;
import io.dbprovision.core.status.StatusWriter;
import io.dbprovision.spi.Desired;
import java.util.LinkedHashMap;
import java.util.Map;

/** Binds the reconcilers of all kinds; a further managed kind is one line here. */
public final class ReconcileModule extends AbstractModule {
  @Override
  protected void configure() {
    install(new InstanceModule());
    bind(Consent.class).in(Singleton.class);
    bind(SecretReader.class).in(Singleton.class);
    bind(StatusWriter.class).in(Singleton.class);
    bind(CredentialContents.class).to(SecretContents.class).in(Singleton.class);
    bind(Credentials.class).in(Singleton.class);
    bind(ServerComment.class).to(TemplatedComment.class).in(Singleton.class);
    bind(InitSql.class).in(Singleton.class);
    bind(Targets.class).in(Singleton.class);
    bind(Owners.class).in(Singleton.class);
    bind(DriftClock.class).in(Singleton.class);
    bind(Progress.class).in(Singleton.class);
    bind(Engineering.class).in(Singleton.class);
    bind(DatabaseKind.class).in(Singleton.class);
    bind(UserKind.class).in(Singleton.class);
    bind(Wakeups.class).in(Singleton.class);
    bind(new TypeLiteral<KeyedLocks<String>>() {}).toInstance(new KeyedLocks<>());
    Multibinder<Tracked> tracked = Multibinder.newSetBinder(binder(), Tracked.class);
    tracked.addBinding().to(DatabaseKind.class);
    tracked.addBinding().to(UserKind.class);
  }

  @Provides
  @Singleton
  Map<CustomKind, Reconciler<ResourceKey>> reconcilers(
      InstanceReconciler instances, DatabaseKind databases, UserKind users, Engineering tools) {
    Map<CustomKind, Reconciler<ResourceKey>> reconcilers = new LinkedHashMap<>();
    reconcilers.put(CustomKind.INSTANCE, instances);
    reconcilers.put(CustomKind.DATABASE, managed(databases, tools));
    reconcilers.put(CustomKind.USER, managed(users, tools));
    return reconcilers;
  }

  private static <D extends Desired> Reconciler<ResourceKey> managed(
      ManagedKind<D> kind, Engineering tools) {
    return new ManagedReconciler<>(kind, tools, new ManagedDeletion<>(kind, tools));
  }
}
