package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.credential.Credentials;
import io.dbprovision.core.instance.SameServer;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reference.Indexes;
import io.dbprovision.core.reference.Refs;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds who depends on what. */
final class Dependents {
  /** What lives on an instance, and keeps it from being deleted. */
  static final List<CustomKind> HOUSED =
      List.of(CustomKind.DATABASE, CustomKind.USER, CustomKind.ROLE, CustomKind.CLUSTER_ROLE);

  static final List<CustomKind> GRANTS = List.of(CustomKind.GRANT, CustomKind.CLUSTER_GRANT);

  static final List<CustomKind> GRANTEES =
      List.of(CustomKind.USER, CustomKind.ROLE, CustomKind.CLUSTER_ROLE);

  private static final List<CustomKind> ROLES = List.of(CustomKind.ROLE, CustomKind.CLUSTER_ROLE);

  private static final List<CustomKind> INSTANCES =
      List.of(CustomKind.INSTANCE, CustomKind.CLUSTER_INSTANCE);

  /** Objects by the logins and roles that they mention. */
  static final String MENTIONED_ROLE = "mentionedRole";

  /** Grants and roles by the databases that they mention; empty for the one of the connection. */
  static final String MENTIONED_DATABASE = "mentionedDatabase";

  private final Resources resources;
  private final Credentials credentials;
  private final MentionedNames mentioned;

  @Inject
  Dependents(Resources resources, Credentials credentials, MentionedNames mentioned) {
    this.resources = resources;
    this.credentials = credentials;
    this.mentioned = mentioned;
  }

  /** Declares the indexes; call before the caches start. */
  void declareIndexes() {
    for (CustomKind kind : HOUSED) {
      resources.index(
          kind,
          Indexes.INSTANCE,
          resource -> Refs.instance(resource).map(ResourceKey::path).stream().toList());
    }
    declareForMentions(resources, mentioned);
    resources.index(
        CustomKind.DATABASE,
        MentionedNames.INDEX,
        database ->
            Refs.instance(database)
                .map(home -> MentionedNames.onServer(home, database.spec().text("name", "")))
                .stream()
                .toList());
    declareForClaims(resources, mentioned);
    for (CustomKind kind : ROLES) {
      resources.index(kind, MENTIONED_DATABASE, mentioned::databases);
    }
    for (CustomKind kind : GRANTS) {
      resources.index(kind, Indexes.DATABASE, grant -> values(Refs.database(grant)));
    }
    for (CustomKind kind : INSTANCES) {
      resources.index(kind, Indexes.SECRET, Dependents::instanceSecrets);
    }
    resources.index(CustomKind.USER, Indexes.SECRET, credentials::references);
    resources.index(CustomKind.DATABASE, Indexes.SECRET, script("secretRef"));
    resources.index(CustomKind.DATABASE, Indexes.CONFIG_MAP, script("configMapRef"));
  }

  /** Declares those of the indexes that {@link LoginMentions} go by. */
  static void declareForMentions(Resources resources, MentionedNames mentioned) {
    for (CustomKind kind : HOUSED) {
      resources.index(kind, MENTIONED_ROLE, housed -> onServer(housed, mentioned.roles(housed)));
    }
    for (CustomKind kind : GRANTS) {
      // on which server is only known through the grantee
      resources.index(kind, MENTIONED_ROLE, mentioned::roles);
    }
  }

  /** Declares those of the indexes that {@link Claims} go by. */
  static void declareForClaims(Resources resources, MentionedNames mentioned) {
    resources.index(
        CustomKind.DATABASE,
        MentionedNames.GIVEN,
        database -> onServer(database, mentioned.given(database)));
    for (CustomKind kind : GRANTEES) {
      resources.index(
          kind, MentionedNames.INDEX, one -> onServer(one, Set.of(Grantees.manifestName(one))));
    }
    for (CustomKind kind : GRANTS) {
      resources.index(kind, Indexes.GRANTEE, grant -> values(Refs.grantee(grant)));
      resources.index(kind, MENTIONED_DATABASE, mentioned::databasesOrHome);
    }
  }

  Stream<CustomResource> onInstance(ResourceKey instance) {
    return HOUSED.stream()
        .flatMap(kind -> resources.byIndex(kind, Indexes.INSTANCE, instance.path()).stream())
        .flatMap(housed -> Stream.concat(Stream.of(housed), grantsTo(housed.key())));
  }

  Stream<CustomResource> grantsTo(ResourceKey grantee) {
    return byIndex(GRANTS, Indexes.GRANTEE, Indexes.value(grantee));
  }

  /** Roles and grants that give something in a database of that name, be it this one or not. */
  Stream<CustomResource> givingIn(CustomResource database) {
    String name = database.spec().text("name", "");
    return Stream.concat(
        byIndex(ROLES, MENTIONED_DATABASE, name), byIndex(GRANTS, MENTIONED_DATABASE, name));
  }

  /** What keeps a database, a login or a role from being deleted. */
  List<CustomResource> children(CustomResource parent) {
    return byIndex(GRANTS, childIndex(parent), Indexes.value(parent.key())).toList();
  }

  /** The same of other operators' instance ids. */
  List<CustomResource> childrenOfOthers(CustomResource parent) {
    return GRANTS.stream()
        .flatMap(
            kind ->
                resources
                    .othersByIndex(kind, childIndex(parent), Indexes.value(parent.key()))
                    .stream())
        .toList();
  }

  private static String childIndex(CustomResource parent) {
    return parent.kind().equals(CustomKind.DATABASE) ? Indexes.DATABASE : Indexes.GRANTEE;
  }

  /**
   * Who mentions the login or role, is a grant about the database, or is one of those that the
   * database makes something of.
   */
  Stream<CustomResource> mentioning(CustomResource housed) {
    Optional<ResourceKey> home = Refs.instance(housed);
    if (housed.kind().equals(CustomKind.DATABASE)) {
      return Stream.of(
              byIndex(GRANTS, MENTIONED_DATABASE, housed.spec().text("name", "")),
              byIndex(GRANTS, Indexes.DATABASE, Indexes.value(housed.key())),
              onServer(housed, mentioned.given(housed)).stream()
                  .flatMap(name -> byIndex(GRANTEES, MentionedNames.INDEX, name)))
          .flatMap(found -> found);
    }
    return home.stream().flatMap(instance -> mentioning(housed, instance));
  }

  private Stream<CustomResource> mentioning(CustomResource login, ResourceKey instance) {
    return Stream.concat(
            Stream.of(Grantees.manifestName(login)), TurnTaking.serviceRole(login).stream())
        .flatMap(
            name ->
                Stream.concat(
                    byIndex(HOUSED, MENTIONED_ROLE, MentionedNames.onServer(instance, name)),
                    byIndex(GRANTS, MENTIONED_ROLE, name)));
  }

  /** Logins and roles that an object names, as its owner or otherwise. */
  Stream<CustomResource> namedBy(CustomResource housed) {
    return onServer(housed, mentioned.roles(housed)).stream()
        .flatMap(name -> byIndex(GRANTEES, MentionedNames.INDEX, name));
  }

  /**
   * @param path {@code namespace/name}
   */
  Stream<CustomResource> ofSecret(String path) {
    return Stream.concat(
        byIndex(INSTANCES, Indexes.SECRET, path),
        byIndex(List.of(CustomKind.USER, CustomKind.DATABASE), Indexes.SECRET, path));
  }

  /**
   * @param path {@code namespace/name}
   */
  Stream<CustomResource> ofConfigMap(String path) {
    return byIndex(List.of(CustomKind.DATABASE), Indexes.CONFIG_MAP, path);
  }

  /**
   * Who asks for the very name that this one had on its server, by whatever instance; the names of
   * databases are their own.
   */
  Stream<CustomResource> rivals(CustomResource gone) {
    boolean database = gone.kind().equals(CustomKind.DATABASE);
    String name = database ? gone.spec().text("name", "") : Grantees.manifestName(gone);
    List<CustomKind> kinds = database ? List.of(CustomKind.DATABASE) : GRANTEES;
    return Refs.instance(gone).flatMap(resources::get).stream()
        .flatMap(instance -> new SameServer(resources).as(instance).stream())
        .flatMap(
            instance ->
                byIndex(
                    kinds, MentionedNames.INDEX, MentionedNames.onServer(instance.key(), name)));
  }

  private Stream<CustomResource> byIndex(List<CustomKind> kinds, String index, String value) {
    return kinds.stream().flatMap(kind -> resources.byIndex(kind, index, value).stream());
  }

  private static List<String> values(Optional<ResourceKey> key) {
    return key.map(Indexes::value).stream().toList();
  }

  private static List<String> onServer(CustomResource housed, Collection<String> names) {
    return Refs.instance(housed).stream()
        .flatMap(home -> names.stream().map(name -> MentionedNames.onServer(home, name)))
        .toList();
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

  private static Function<CustomResource, List<String>> script(String field) {
    return database ->
        Refs.path(database, database.spec().object(InitSql.BLOCK).object(field)).stream().toList();
  }
}
