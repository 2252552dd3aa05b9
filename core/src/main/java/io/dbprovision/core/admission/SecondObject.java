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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Two objects for one database, login or role of a server: the second is refused, also when the
 * first was made so shortly before that no watch has told of it.
 */
final class SecondObject implements AdmissionRule {
  private static final Map<Kind, String> NAMES =
      Map.of(Kind.DATABASE, "name", Kind.USER, "username", Kind.ROLE, "roleName");

  /** Rivals that came to nothing, until the next one is nobody's concern. */
  private static final int TURNS = 3;

  private final Resources resources;
  private final SameServer servers;
  private final LetThrough letThrough;
  private final JustMade justMade;

  @Inject
  SecondObject(Resources resources, SameServer servers, LetThrough letThrough, JustMade justMade) {
    this.resources = resources;
    this.servers = servers;
    this.letThrough = letThrough;
    this.justMade = justMade;
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
    List<LetThrough.Target> targets = targets(object, field.get());
    return targets.isEmpty()
        ? List.of()
        : holder(targets, request, field.get()).stream()
            .map(other -> refusal(field.get(), targets.getFirst().name(), other))
            .toList();
  }

  private static Finding refusal(String field, String name, ResourceKey other) {
    return new Finding.Refusal(
        "spec.%s: \"%s\" on that server is %s's already; choose another name, or delete that object first"
            .formatted(field, name, other));
  }

  /** The same by every instance that is known to lead to its server; its own first. */
  private List<LetThrough.Target> targets(CustomResource object, String field) {
    String name = object.spec().text(field, "");
    return Refs.instance(object).stream()
        .flatMap(instance -> servers.as(instance).stream())
        .map(instance -> new LetThrough.Target(object.kind().spi(), instance, name))
        .toList();
  }

  private Optional<ResourceKey> holder(
      List<LetThrough.Target> targets, AdmissionRequest request, String field) {
    ResourceKey own = request.object().key();
    Optional<ResourceKey> known =
        targets.stream()
            .flatMap(this::having)
            .filter(other -> !other.key().equals(own) && has(other, targets, field))
            .map(CustomResource::key)
            .findFirst();
    Instant latest = justMade.patience();
    for (int turn = 0; known.isEmpty() && turn < TURNS; turn++) {
      Optional<LetThrough.Claim> rival = letThrough.claim(targets, own, !request.dryRun());
      if (rival.isEmpty()) {
        return Optional.empty();
      }
      known =
          justMade
              .find(rival.get(), latest)
              .filter(other -> has(other, targets, field))
              .map(CustomResource::key);
      if (known.isEmpty()) {
        letThrough.forget(rival.get());
      }
    }
    return known;
  }

  private static boolean has(CustomResource other, List<LetThrough.Target> targets, String field) {
    return !other.deleting()
        && Refs.instance(other)
            .map(
                instance ->
                    new LetThrough.Target(
                        other.kind().spi(), instance, other.spec().text(field, "")))
            .filter(targets::contains)
            .isPresent();
  }

  /** What is known to live on the target's instance. */
  private Stream<CustomResource> having(LetThrough.Target target) {
    return CustomKind.ALL.stream()
        .filter(known -> known.spi().equals(target.kind()))
        .flatMap(
            known ->
                Stream.concat(
                    resources.byIndex(known, Indexes.INSTANCE, target.instance().path()).stream(),
                    resources
                        .othersByIndex(known, Indexes.INSTANCE, target.instance().path())
                        .stream()));
  }

  private static boolean same(CustomResource before, CustomResource now, String field) {
    return before.spec().text(field, "").equals(now.spec().text(field, ""))
        && Refs.instance(before).equals(Refs.instance(now));
  }
}
