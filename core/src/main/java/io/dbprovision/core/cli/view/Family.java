package io.dbprovision.core.cli.view;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.core.secret.LabelValues;
import io.dbprovision.spi.Kind;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which object another one belongs to. */
public final class Family {
  private final Map<ResourceKey, CustomResource> objects = new HashMap<>();
  private final Map<String, ResourceKey> schedules = new HashMap<>();

  Family(Collection<CustomResource> all) {
    for (CustomResource object : all) {
      objects.put(object.key(), object);
      if (object.kind().equals(CustomKind.BACKUP_SCHEDULE)) {
        schedules.put(object.namespace() + "/" + LabelValues.of(object.name()), object.key());
      }
    }
  }

  /** Empty for an instance, and for one that names nothing. */
  Optional<ResourceKey> parent(CustomResource object) {
    Kind kind = object.kind().spi();
    if (kind.equals(Kind.INSTANCE)) {
      return Optional.empty();
    }
    if (kind.equals(Kind.GRANT)) {
      return Refs.grantee(object);
    }
    if (kind.equals(Kind.BACKUP)) {
      return Optional.ofNullable(object.metadata().labels().get(Keys.SCHEDULE_LABEL))
          .map(label -> schedules.get(object.namespace() + "/" + label))
          .or(() -> Refs.database(object));
    }
    if (kind.equals(Kind.RESTORE)) {
      return Refs.restoreDatabase(object)
          .or(() -> Refs.restoreInstance(object))
          .or(() -> Refs.backup(object));
    }
    return object.kind().equals(CustomKind.BACKUP_SCHEDULE)
        ? scheduled(object)
        : Refs.instance(object);
  }

  /** The database that a schedule makes backups of. */
  public static Optional<ResourceKey> scheduled(CustomResource schedule) {
    Fields database = schedule.spec().object("template").object("spec").object("databaseRef");
    return database
        .text("name")
        .map(
            name ->
                new ResourceKey(
                    CustomKind.DATABASE, database.text("namespace", schedule.namespace()), name));
  }
}
