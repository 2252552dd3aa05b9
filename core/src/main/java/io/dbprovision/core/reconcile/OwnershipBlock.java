package io.dbprovision.core.reconcile;

import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.Reasons;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.OwnedObjects;
import io.dbprovision.spi.Provenance;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stands against dropping a login or role: it owns something. */
final class OwnershipBlock {
  static final String BLOCK = "ownershipBlock";
  private static final int SHOWN = 20;

  private OwnershipBlock() {}

  /**
   * @param shown whether the kind's status has a block for it
   */
  static Optional<Failure> check(Request request, String login, StatusDraft draft, boolean shown) {
    Optional<OwnedObjects> capability = request.server().session().capability(OwnedObjects.class);
    List<OwnedObjects.OwnedObject> owned =
        capability.map(objects -> objects.ownedBy(login, SHOWN)).orElse(List.of());
    if (owned.isEmpty() || request.provenance().equals(Provenance.unknown())) {
      draft.set(BLOCK, null);
      return Optional.empty();
    }
    String resolution = capability.orElseThrow().resolution(login);
    String message =
        "%s still owns %s%d objects on the server; hand them over first: %s"
            .formatted(login, owned.size() == SHOWN ? "at least " : "", owned.size(), resolution);
    Map<String, Object> block = new LinkedHashMap<>();
    block.put("blocked", true);
    block.put("lastCheckedAt", draft.now().toString());
    block.put("ownedObjects", owned.stream().map(OwnershipBlock::entry).toList());
    block.put("resolution", resolution);
    block.put("message", message);
    draft.set(BLOCK, shown ? block : null);
    return Optional.of(
        new Failure(Reasons.OWNERSHIP_BLOCKS, message, new Failure.Retry.WhenChanged(), false));
  }

  static Map<String, Object> entry(OwnedObjects.OwnedObject object) {
    Map<String, Object> entry = new LinkedHashMap<>();
    if (!object.schema().isEmpty()) {
      entry.put("schema", object.schema());
    }
    entry.put("name", object.name());
    entry.put("type", object.type());
    return entry;
  }
}
