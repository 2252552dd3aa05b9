package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.backup.work.Workers;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where claims are. Jobs mount each where it is, and the operator none. Processes beside the
 * operator see one volume, the operator's own, in which each claim of each namespace has a folder
 * that no other claim leads to.
 */
final class Claims {
  private final Workers workers;
  private final Path root;

  @Inject
  Claims(Workers workers, @VolumeRoot Path root) {
    this.workers = workers;
    this.root = root;
  }

  /**
   * @param owner whose manifest names it
   * @param path of the block
   * @throws EngineException INVALID for what is no name of a claim
   */
  ClaimSite site(ResourceKey owner, String path, String claim) {
    if (claim.isEmpty() || claim.contains("/") || claim.startsWith(".")) {
      throw EngineException.at(
          ErrorKind.INVALID, path, "names a claim that cannot be: '%s'".formatted(claim));
    }
    return new ClaimSite(owner, claim, root, !workers.besideOperator());
  }

  /**
   * Makes a claim's folder where the volume is mounted: the first backup needs it. Nothing happens
   * when it is there, and without a volume.
   *
   * @throws EngineException PERMISSION when it cannot be made
   */
  void furnish(ClaimSite claim) {
    if (!Files.isDirectory(root)) {
      return;
    }
    try {
      made(root.resolve(claim.owner().namespace()));
      made(claim.folder());
    } catch (IOException e) {
      throw EngineException.of(
              ErrorKind.PERMISSION,
              "the folder %s for the claim %s cannot be made: give %s to the group of the operator's pod (fsGroup), or make the folder"
                  .formatted(claim.folder(), claim.name(), root))
          .causedBy(e);
    }
  }

  private static void made(Path folder) throws IOException {
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      // also where somebody led it elsewhere: who may write there decides that
    }
  }
}
