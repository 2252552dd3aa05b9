package io.dbprovision.core.backup.kind;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.status.StatusDraft;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * On which instance's server a backup or restore may have left something: manifests may change and
 * Databases go, and it has to be taken away all the same.
 */
final class WorkedOn {
  static final String FIELD = "workedOn";
  private static final String DATABASE = "database";

  private WorkedOn() {}

  /**
   * @param database the name inside the server
   */
  static void put(StatusDraft draft, ResourceKey instance, String database) {
    Map<String, Object> block = new LinkedHashMap<>();
    block.put("kind", instance.kind().name());
    if (!instance.namespace().isEmpty()) {
      block.put("namespace", instance.namespace());
    }
    block.put("name", instance.name());
    block.put(DATABASE, database);
    draft.set(FIELD, block);
  }

  static void clear(StatusDraft draft) {
    draft.set(FIELD, null);
  }

  /**
   * What nobody can take away now, because the instance it is on is not there; empty when it is, or
   * nothing was begun.
   */
  static Optional<String> lost(CustomResource resource, Resources resources) {
    return instance(resource)
        .filter(key -> resources.get(key).isEmpty())
        .map(
            key ->
                "%s is gone: its server may have the login that was made for this, %s; it is taken away when there is an instance of that name again"
                    .formatted(
                        key,
                        resource
                            .status()
                            .object("restore")
                            .text("temporaryDatabase")
                            .map("and the database "::concat)
                            .orElse("and nothing else")));
  }

  static Optional<ResourceKey> instance(CustomResource resource) {
    Fields block = resource.status().object(FIELD);
    return block
        .text("kind")
        .flatMap(CustomKind::named)
        .map(kind -> new ResourceKey(kind, block.text("namespace", ""), block.text("name", "")));
  }

  static String database(CustomResource resource) {
    return resource.status().object(FIELD).text(DATABASE, "");
  }
}
