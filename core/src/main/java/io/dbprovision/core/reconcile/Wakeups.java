package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.credential.Credentials;
import io.dbprovision.core.instance.LossBrake;
import io.dbprovision.core.instance.Servers;
import io.dbprovision.core.kube.References;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reference.Indexes;
import io.dbprovision.core.reference.Refs;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who is looked at again when something changes: the object itself, what refers to it, what lives
 * on its server. With this in place the timers are only a safety net.
 */
public final class Wakeups {
  /** Databases by the login that should own them, users by the roles they should be members of. */
  private static final String LOGIN = "login";

  private static final List<CustomKind> MANAGED = List.of(CustomKind.DATABASE, CustomKind.USER);

  private record Seen(long generation, Map<String, String> annotations) {}

  private final Resources resources;
  private final References references;
  private final Servers servers;
  private final LossBrake brake;
  private final DriftClock driftClock;
  private final Credentials credentials;
  private final Map<ResourceKey, Seen> instances = new ConcurrentHashMap<>();

  @Inject
  Wakeups(
      Resources resources,
      References references,
      Servers servers,
      LossBrake brake,
      DriftClock driftClock,
      Credentials credentials) {
    this.resources = resources;
    this.references = references;
    this.servers = servers;
    this.brake = brake;
    this.driftClock = driftClock;
    this.credentials = credentials;
  }

  /** Declares the indexes; call before the caches start. */
  public void declareIndexes() {
    for (CustomKind kind : MANAGED) {
      resources.index(
          kind,
          Indexes.INSTANCE,
          resource -> Refs.instance(resource).map(ResourceKey::path).stream().toList());
    }
    resources.index(CustomKind.INSTANCE, Indexes.SECRET, Wakeups::instanceSecrets);
    resources.index(
        CustomKind.DATABASE, Indexes.SECRET, database -> initSqlReference(database, "secretRef"));
    resources.index(CustomKind.USER, Indexes.SECRET, credentials::references);
    resources.index(
        CustomKind.DATABASE,
        Indexes.CONFIG_MAP,
        database -> initSqlReference(database, "configMapRef"));
    resources.index(
        CustomKind.DATABASE,
        LOGIN,
        database -> logins(database, database.spec().text("owner").stream()));
    resources.index(
        CustomKind.USER, LOGIN, user -> logins(user, user.spec().texts("roles").stream()));
  }

  /**
   * Subscribes to everything; call before the caches start.
   *
   * @param enqueue has the object looked at soon; returns at once
   */
  public void subscribe(Consumer<ResourceKey> enqueue) {
    for (CustomKind kind : CustomKind.ALL) {
      resources.subscribe(
          kind,
          new Resources.Listener() {
            @Override
            public void changed(CustomResource now) {
              enqueue.accept(now.key());
              wakeOthers(now, enqueue);
            }

            @Override
            public void written(CustomResource now) {
              wakeOthers(now, enqueue);
            }

            @Override
            public void deleted(CustomResource last) {
              enqueue.accept(last.key());
              Refs.instance(last).ifPresent(enqueue);
              wakeOthers(last, enqueue);
            }
          });
    }
    references.subscribe(
        References.Type.SECRET,
        (namespace, name) -> {
          for (CustomKind kind : CustomKind.ALL) {
            wake(resources.byIndex(kind, Indexes.SECRET, namespace + "/" + name), enqueue);
          }
        });
    references.subscribe(
        References.Type.CONFIG_MAP,
        (namespace, name) ->
            wake(
                resources.byIndex(CustomKind.DATABASE, Indexes.CONFIG_MAP, namespace + "/" + name),
                enqueue));
    servers.onAvailable(instance -> wakeDependents(instance, enqueue));
    servers.onSuspicion(enqueue);
    brake.onMissing(
        key -> {
          driftClock.expire(key);
          enqueue.accept(key);
        });
  }

  private void wakeOthers(CustomResource changed, Consumer<ResourceKey> enqueue) {
    if (changed.kind().equals(CustomKind.INSTANCE)) {
      Seen now = new Seen(changed.metadata().generation(), changed.metadata().annotations());
      Seen before = instances.put(changed.key(), now);
      if (!now.equals(before)) {
        wakeDependents(changed.key(), enqueue);
      }
    } else if (changed.kind().equals(CustomKind.USER)) {
      logins(changed, changed.spec().text("username").stream())
          .forEach(
              login ->
                  MANAGED.forEach(
                      kind ->
                          wake(
                              resources.byIndex(kind, LOGIN, login).stream()
                                  .filter(Wakeups::waiting)
                                  .toList(),
                              enqueue)));
    }
  }

  private static boolean waiting(CustomResource resource) {
    return !resource.status().text("phase", "").equals("Ready");
  }

  private void wakeDependents(ResourceKey instance, Consumer<ResourceKey> enqueue) {
    for (CustomKind kind : MANAGED) {
      wake(resources.byIndex(kind, Indexes.INSTANCE, instance.path()), enqueue);
    }
  }

  private static void wake(Collection<CustomResource> dependents, Consumer<ResourceKey> enqueue) {
    dependents.forEach(dependent -> enqueue.accept(dependent.key()));
  }

  private static Set<String> instanceSecrets(CustomResource instance) {
    Fields connection = instance.spec().object("connection");
    Fields login =
        connection.has("secretRef")
            ? connection.object("secretRef")
            : connection.object("existingSecret");
    String namespace = login.text("namespace", instance.namespace());
    Fields tls = instance.spec().object("tls").object("secretRef");
    return Stream.of(login.text("name"), tls.text("name"))
        .flatMap(Optional::stream)
        .map(name -> namespace + "/" + name)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static List<String> initSqlReference(CustomResource database, String field) {
    return Refs.path(database, database.spec().object(InitSql.BLOCK).object(field)).stream()
        .toList();
  }

  /** A login's name together with its server. */
  private static List<String> logins(CustomResource resource, Stream<String> names) {
    Optional<ResourceKey> instance = Refs.instance(resource);
    return instance.isEmpty()
        ? List.of()
        : names.map(name -> instance.get().path() + " " + name).toList();
  }
}
