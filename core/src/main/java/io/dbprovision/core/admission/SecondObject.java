package io.dbprovision.core.admission;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.instance.SameServer;
import io.dbprovision.core.kube.AdmissionRequest;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reference.Indexes;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.spi.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Two objects for one database, login or role of a server: the second is refused. */
final class SecondObject implements AdmissionRule {
  private static final Map<Kind, String> NAMES =
      Map.of(Kind.DATABASE, "name", Kind.USER, "username", Kind.ROLE, "roleName");

  private final Resources resources;
  private final SameServer servers;

  @Inject
  SecondObject(Resources resources, SameServer servers) {
    this.resources = resources;
    this.servers = servers;
  }

  @Override
  public List<Finding> look(AdmissionRequest request) {
    CustomResource object = request.object();
    Optional<String> field = Optional.ofNullable(NAMES.get(object.kind().spi()));
    if (request.operation() == AdmissionRequest.Operation.DELETE
        || object.deleting()
        || field.isEmpty()
        || request.before().filter(before -> same(before, object, field.get())).isPresent()) {
      return List.of();
    }
    String name = object.spec().text(field.get(), "");
    return Refs.instance(object).stream()
        .flatMap(instance -> servers.as(instance).stream())
        .flatMap(instance -> on(instance, object.kind().spi()))
        .filter(other -> !other.key().equals(object.key()) && !other.deleting())
        .filter(other -> other.spec().text(field.get(), "").equals(name))
        .findFirst()
        .<Finding>map(
            other ->
                new Finding.Refusal(
                    "spec.%s: \"%s\" on that server is %s's already; choose another name, or delete that object first"
                        .formatted(field.get(), name, other.key())))
        .stream()
        .toList();
  }

  private Stream<CustomResource> on(ResourceKey instance, Kind kind) {
    return CustomKind.ALL.stream()
        .filter(known -> known.spi().equals(kind))
        .flatMap(
            known ->
                Stream.concat(
                    resources.byIndex(known, Indexes.INSTANCE, instance.path()).stream(),
                    resources.othersByIndex(known, Indexes.INSTANCE, instance.path()).stream()));
  }

  private static boolean same(CustomResource before, CustomResource now, String field) {
    return before.spec().text(field, "").equals(now.spec().text(field, ""))
        && Refs.instance(before).equals(Refs.instance(now));
  }
}
