package io.dbprovision.core.reconcile;

import com.google.inject.AbstractModule;
import com.google.inject.Key;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.name.Named;
import com.google.inject.name.Names;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.credential.CredentialContents;
import io.dbprovision.core.credential.Credentials;
import io.dbprovision.core.credential.Places;
import io.dbprovision.core.credential.SecretContents;
import io.dbprovision.core.credential.Turns;
import io.dbprovision.core.discovery.DiscoveryModule;
import io.dbprovision.core.discovery.Records;
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
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Binds the reconcilers of all kinds; a further managed kind is one line here. */
public final class ReconcileModule extends AbstractModule {
  private static final String ROLE = "DatabaseRole";
  private static final String CLUSTER_ROLE = "ClusterDatabaseRole";

  @Override
  protected void configure() {
    install(new InstanceModule());
    install(new DiscoveryModule());
    bind(Records.class).to(Owners.class);
    bind(Consent.class).in(Singleton.class);
    bind(SecretReader.class).in(Singleton.class);
    bind(StatusWriter.class).in(Singleton.class);
    bind(CredentialContents.class).to(SecretContents.class).in(Singleton.class);
    bind(Places.class).in(Singleton.class);
    bind(Credentials.class).in(Singleton.class);
    bind(Turns.class).in(Singleton.class);
    bind(WorkloadRestarts.class).in(Singleton.class);
    bind(DesiredSpecs.class).in(Singleton.class);
    bind(TurnSpecs.class).in(Singleton.class);
    bind(TurnTaking.class).in(Singleton.class);
    bind(PasswordKeeping.class).in(Singleton.class);
    bind(OneLogin.class).in(Singleton.class);
    bind(TurnBeginning.class).in(Singleton.class);
    bind(LoginMentions.class).in(Singleton.class);
    bind(ServerComment.class).to(TemplatedComment.class).in(Singleton.class);
    bind(InitSql.class).in(Singleton.class);
    bind(InitSqlRun.class).in(Singleton.class);
    bind(InitSqlReads.class).in(Singleton.class);
    bind(Grantees.class).in(Singleton.class);
    bind(MentionedNames.class).in(Singleton.class);
    bind(MadeDatabases.class).in(Singleton.class);
    bind(GrantInputs.class).in(Singleton.class);
    bind(GrantSpecs.class).in(Singleton.class);
    bind(Homes.class).in(Singleton.class);
    bind(Targets.class).in(Singleton.class);
    bind(Owners.class).in(Singleton.class);
    bind(SharedRoles.class).in(Singleton.class);
    bind(Claims.class).in(Singleton.class);
    bind(Ledger.class).in(Singleton.class);
    bind(DriftClock.class).in(Singleton.class);
    bind(DriftSweep.class).in(Singleton.class);
    bind(Newcomers.class).in(Singleton.class);
    bind(Progress.class).in(Singleton.class);
    bind(Engineering.class).in(Singleton.class);
    bind(DatabaseKind.class).in(Singleton.class);
    bind(UserKind.class).in(Singleton.class);
    bind(SecondLook.class).in(Singleton.class);
    bind(ConsentWaking.class).in(Singleton.class);
    Multibinder.newSetBinder(binder(), Waking.class).addBinding().to(ConsentWaking.class);
    Multibinder.newSetBinder(binder(), KindReconciler.class);
    bind(Dependents.class).in(Singleton.class);
    bind(Wakeups.class).in(Singleton.class);
    bind(new TypeLiteral<KeyedLocks<String>>() {}).toInstance(new KeyedLocks<>());
    Multibinder<Tracked> tracked = Multibinder.newSetBinder(binder(), Tracked.class);
    tracked.addBinding().to(DatabaseKind.class);
    tracked.addBinding().to(UserKind.class);
    tracked.addBinding().to(Key.get(RoleKind.class, Names.named(ROLE)));
    tracked.addBinding().to(Key.get(RoleKind.class, Names.named(CLUSTER_ROLE)));
  }

  @Provides
  @Singleton
  @Named(ROLE)
  RoleKind role(DesiredSpecs specs, MadeDatabases databases) {
    return new RoleKind(CustomKind.ROLE, specs, databases);
  }

  @Provides
  @Singleton
  @Named(CLUSTER_ROLE)
  RoleKind clusterRole(DesiredSpecs specs, MadeDatabases databases) {
    return new RoleKind(CustomKind.CLUSTER_ROLE, specs, databases);
  }

  @Provides
  @Singleton
  Map<CustomKind, Reconciler<ResourceKey>> reconcilers(
      InstanceReconciler instances,
      DatabaseKind databases,
      UserKind users,
      @Named(ROLE) RoleKind roles,
      @Named(CLUSTER_ROLE) RoleKind clusterRoles,
      Grantees grantees,
      GrantInputs inputs,
      GrantSpecs specs,
      Engineering tools,
      Set<KindReconciler> others) {
    Map<CustomKind, Reconciler<ResourceKey>> reconcilers = new LinkedHashMap<>();
    reconcilers.put(CustomKind.INSTANCE, instances);
    reconcilers.put(CustomKind.CLUSTER_INSTANCE, instances);
    List<ManagedKind<?>> kinds =
        List.of(
            databases,
            users,
            roles,
            clusterRoles,
            new GrantKind(CustomKind.GRANT, grantees, inputs, specs, tools.events()),
            new GrantKind(CustomKind.CLUSTER_GRANT, grantees, inputs, specs, tools.events()));
    kinds.forEach(kind -> reconcilers.put(kind.kind(), managed(kind, tools)));
    others.forEach(other -> reconcilers.put(other.kind(), other));
    return reconcilers;
  }

  private static <D extends Desired> Reconciler<ResourceKey> managed(
      ManagedKind<D> kind, Engineering tools) {
    return new ManagedReconciler<>(kind, tools, new ManagedDeletion<>(kind, tools));
  }
}
