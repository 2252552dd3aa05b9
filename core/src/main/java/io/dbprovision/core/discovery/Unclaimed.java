package io.dbprovision.core.discovery;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.kube.NewObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What an instance's last search found that no object keeps. */
public final class Unclaimed {
  private final CustomResource instance;
  private final Fields block;

  public Unclaimed(CustomResource instance) {
    this.instance = instance;
    this.block = instance.status().object(Findings.BLOCK);
  }

  /** Whether the instance is searched at all. */
  public boolean enabled() {
    return instance.spec().object("discovery").flag("enabled", false);
  }

  /** When the server was searched last; empty when it never was. */
  public Optional<Instant> searched() {
    try {
      return block.text("lastScan").map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** What was left out, or could not be adopted; empty when nothing. */
  public Optional<String> note() {
    return block.text("message");
  }

  /**
   * The objects that would keep it: databases, users, roles, each by name.
   *
   * @param namespace where they are to be; empty for where the operator would make them
   */
  public List<NewObject> manifests(Optional<String> namespace) {
    return Sort.ALL.stream()
        .flatMap(
            sort ->
                block.objects(sort.list()).stream()
                    .filter(entry -> !entry.flag("adopted", false))
                    .flatMap(entry -> entry.text("name").stream())
                    .map(name -> manifest(sort, name, namespace)))
        .toList();
  }

  private NewObject manifest(Sort sort, String name, Optional<String> namespace) {
    Wish wish =
        namespace
            .map(place -> new Wish(place, name, true))
            .orElseGet(() -> Wish.plain(instance, name));
    return AdoptedManifest.of(instance, sort, wish);
  }
}
