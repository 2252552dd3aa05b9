package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.backup.work.StoreAccess;
import io.dbprovision.core.reference.CrossRefs;
import io.dbprovision.core.reference.SecretReader;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Store;
import io.dbprovision.spi.Validation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Finds the store that a manifest names and reads the Secrets that its block names. */
final class StoreSites {
  private final Stores stores;
  private final SecretReader reader;
  private final StoreAdmission admission;
  private final Claims claims;

  @Inject
  StoreSites(Stores stores, SecretReader reader, StoreAdmission admission, Claims claims) {
    this.stores = stores;
    this.reader = reader;
    this.admission = admission;
    this.claims = claims;
  }

  /**
   * @param from whose manifest it is: its namespace is where the Secrets are unless they name one
   * @param path of the storage block, such as {@code spec.storage}
   * @throws EngineException INVALID, UNSUPPORTED, NOT_FOUND (a Secret) or PERMISSION, with the
   *     field
   */
  StoreSite site(CustomResource from, String path, Fields storage) {
    String name = storage.text("type", "");
    Store store =
        stores
            .find(name)
            .orElseThrow(
                () ->
                    EngineException.at(
                        ErrorKind.UNSUPPORTED, path + ".type", stores.whyMissing(name)));
    String blockPath = path + "." + name;
    Fields block = storage.object(name);
    if (!storage.has(name)) {
      throw EngineException.at(
          ErrorKind.INVALID, blockPath, "is missing: %s.type says %s".formatted(path, name));
    }
    Section section = Section.of(blockPath, block.values());
    for (Validation.Problem problem : store.validate(section).problems()) {
      throw EngineException.at(problem.kind(), problem.path(), problem.message());
    }
    admission.check(from.namespace(), store, section);
    Map<String, Map<String, SecretText>> secrets = new LinkedHashMap<>();
    CrossRefs.storeSecrets(from, blockPath, block)
        .forEach((field, ref) -> secrets.put(field, reader.secret(from, ref).data()));
    Optional<ClaimSite> volume =
        store.claim(section).map(claim -> claims.site(from.key(), blockPath, claim));
    StoreAccess access =
        new StoreAccess(name, section, secrets, volume.map(ClaimSite::folder).orElse(null));
    return new StoreSite(
        store, access, store.prefix(section), volume.orElse(null), from.namespace());
  }
}
