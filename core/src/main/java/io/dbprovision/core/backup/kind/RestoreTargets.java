package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.reference.CrossRef;
import io.dbprovision.core.reference.CrossRefs;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads where a restore goes. */
final class RestoreTargets {
  /** What has to be written to give up what a database holds. */
  static final String CONSENT = "I-UNDERSTAND-DATA-LOSS";

  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,62}");
  private static final String DATABASE = "spec.target.databaseRef";

  private final Sites sites;

  @Inject
  RestoreTargets(Sites sites) {
    this.sites = sites;
  }

  /**
   * @throws EngineException with the field; NOT_FOUND for what may yet come
   */
  RestoreTarget read(CustomResource restore) {
    Fields target = restore.spec().object("target");
    boolean inPlace = target.flag("inPlace", false);
    Optional<ResourceKey> database = Refs.restoreDatabase(restore);
    if (inPlace) {
      checkConsent(restore, database.isPresent());
    }
    return database.isPresent()
        ? ofDatabase(restore, database.get(), inPlace)
        : ofName(restore, target);
  }

  /**
   * {@link #read} of a restore that was begun: where it went then.
   *
   * @throws EngineException INVALID when it would go elsewhere now
   */
  RestoreTarget agreed(CustomResource restore) {
    RestoreTarget target = read(restore);
    String before = WorkedOn.instance(restore).map(ResourceKey::toString).orElse("");
    String database = WorkedOn.database(restore);
    if (!target.site().instance().key().toString().equals(before)
        || !target.site().database().equals(database)) {
      throw invalid(
          "spec.target",
          "leads to the database %s of %s, and the restore was begun for %s of %s: set it back, or make another restore"
              .formatted(
                  target.site().database(), target.site().instance().key(), database, before));
    }
    return target;
  }

  private static void checkConsent(CustomResource restore, boolean database) {
    if (!database) {
      throw invalid(DATABASE, "is missing: spec.target.inPlace gives up what a Database holds");
    }
    if (!restore.spec().object("confirmation").text("acknowledgeDataLoss", "").equals(CONSENT)) {
      throw invalid(
          "spec.confirmation.acknowledgeDataLoss",
          "has to be %s: spec.target.inPlace gives up what the database holds now"
              .formatted(CONSENT));
    }
  }

  private RestoreTarget ofDatabase(CustomResource restore, ResourceKey key, boolean inPlace) {
    CustomResource database = sites.required(restore, CrossRefs.restoreDatabase(key), key);
    Site site = sites.of(database, DATABASE);
    List<String> warnings = new ArrayList<>();
    if (Refs.restoreInstance(restore).isPresent()
        || restore.spec().object("target").has("databaseName")) {
      warnings.add(
          "spec.target: databaseRef says where it goes; instanceRef, clusterInstanceRef and"
              + " databaseName have no effect beside it");
    }
    return target(restore, site, database, inPlace, warnings);
  }

  private RestoreTarget ofName(CustomResource restore, Fields target) {
    ResourceKey home =
        Refs.restoreInstance(restore)
            .orElseThrow(
                () ->
                    invalid(
                        "spec.target",
                        "names neither a databaseRef nor an instanceRef or clusterInstanceRef"));
    String name =
        target
            .text("databaseName")
            .orElseThrow(
                () ->
                    invalid(
                        "spec.target.databaseName", "is missing: the name of the new database"));
    if (!NAME.matcher(name).matches()) {
      throw invalid(
          "spec.target.databaseName",
          "has to be letters, digits and underscores, at most 63, and no digit first");
    }
    CrossRef ref = CrossRefs.restoreInstance(home);
    sites.required(restore, ref, home);
    return target(restore, sites.on(home, name, ref.path()), null, false, new ArrayList<>());
  }

  private static RestoreTarget target(
      CustomResource restore,
      Site site,
      @Nullable CustomResource database,
      boolean replace,
      List<String> warnings) {
    Section block = Blocks.of(restore, site.server().engine());
    if (Boolean.TRUE.equals(block.values().get("dropExisting")) && !replace) {
      throw invalid(
          block.path() + ".dropExisting",
          "gives up what a database holds: name it with spec.target.databaseRef, and set"
              + " spec.target.inPlace and spec.confirmation.acknowledgeDataLoss");
    }
    if (Boolean.FALSE.equals(block.values().get("dropExisting"))
        && replace
        && !Boolean.TRUE.equals(block.values().get("dataOnly"))) {
      throw invalid(
          block.path() + ".dropExisting",
          "is false, and spec.target.inPlace gives up what the database holds: leave one of the two"
              + " out, and restore into a new database to keep what is there");
    }
    if (Boolean.FALSE.equals(block.values().get("createDatabase")) && database == null) {
      throw invalid(
          block.path() + ".createDatabase",
          "is false, so spec.target.databaseRef has to name the Database that is to be filled");
    }
    warnings.addAll(Blocks.checked(restore, site.server().engine(), block));
    return new RestoreTarget(site, block, database, replace, warnings);
  }

  private static EngineException invalid(String path, String message) {
    return EngineException.at(ErrorKind.INVALID, path, message);
  }
}
