package io.dbprovision.azure;

import com.azure.core.util.Context;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.Block;
import com.azure.storage.blob.models.BlockListType;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Drops blocks that never became a blob. A blob that is there is never touched: the empty one that
 * drops them is made only where there is none, and deleted only as that very version.
 */
final class Leftovers {
  private final AzureClient client;
  private final AzureObjects objects;

  Leftovers(AzureClient client, AzureObjects objects) {
    this.client = client;
    this.objects = objects;
  }

  /** As {@code ObjectStore.abandon}, whoever began them. */
  int remove(String prefix, Instant before) {
    return remove(prefix, before, key -> true, Leftovers::since);
  }

  /**
   * Of those keys alone, and of this program's uploads alone: blocks of others, which an earlier
   * operator's are as well, the service drops itself after a week.
   */
  int remove(String prefix, Instant before, Predicate<String> keys) {
    return remove(prefix, before, keys, others -> Optional.empty());
  }

  /**
   * @param since when an upload of another program was begun; empty when it is to be left alone
   */
  private int remove(
      String prefix,
      Instant before,
      Predicate<String> keys,
      Function<BlobItem, Optional<Instant>> since) {
    List<BlobItem> candidates = new ArrayList<>();
    objects.pages(
        prefix,
        new BlobListDetails().setRetrieveUncommittedBlobs(true).setRetrieveMetadata(true),
        item -> {
          Long size = item.getProperties().getContentLength();
          if ((size == null || size == 0) && keys.test(item.getName())) {
            candidates.add(item);
          }
        });
    int removed = 0;
    for (BlobItem item : candidates) {
      if (Tombstone.is(item.getMetadata())) {
        if (since(item).filter(before::isAfter).isPresent()) {
          objects.remove(item.getName(), item.getProperties().getETag());
        }
      } else {
        removed += abandoned(item, before, since);
      }
    }
    return removed;
  }

  /** How many uploads their blocks were of. */
  private int abandoned(
      BlobItem item, Instant before, Function<BlobItem, Optional<Instant>> since) {
    List<String> names = blocks(item.getName());
    boolean old =
        names.stream()
            // of another program the service may not say since when: it drops them itself
            .map(name -> BlockId.of(name).map(BlockId::begun).or(() -> since.apply(item)))
            .allMatch(begun -> begun.filter(before::isAfter).isPresent());
    if (names.isEmpty() || !old || !discard(item.getName())) {
      return 0;
    }
    return (int) names.stream().map(name -> BlockId.of(name).map(BlockId::mark)).distinct().count();
  }

  /** Drops the blocks of an upload, unless another one is under way with the same key. */
  void discard(String key, Predicate<BlockId> own) {
    List<String> names = blocks(key);
    if (!names.isEmpty()
        && names.stream().allMatch(name -> BlockId.of(name).filter(own).isPresent())) {
      discard(key);
    }
  }

  private boolean discard(String key) {
    String etag =
        objects.ask(
            () -> {
              try {
                return client
                    .container()
                    .getBlobClient(key)
                    .getBlockBlobClient()
                    .commitBlockListWithResponse(
                        new BlockBlobCommitBlockListOptions(List.of())
                            .setMetadata(Tombstone.METADATA)
                            .setRequestConditions(new BlobRequestConditions().setIfNoneMatch("*")),
                        null,
                        Context.NONE)
                    .getValue()
                    .getETag();
              } catch (BlobStorageException e) {
                if (Failures.isCondition(e)) {
                  return "";
                }
                throw e;
              }
            });
    if (etag.isEmpty()) {
      return false;
    }
    objects.remove(key, etag);
    return true;
  }

  /** Those that are part of no blob; none when there is a blob. */
  private List<String> blocks(String key) {
    BlockBlobClient blob = objects.blob(key);
    return objects.ask(
        () -> {
          try {
            return blob.listBlocks(BlockListType.UNCOMMITTED).getUncommittedBlocks().stream()
                .map(Block::getName)
                .toList();
          } catch (BlobStorageException e) {
            if (Failures.noBlob(e)) {
              return List.of();
            }
            throw e;
          }
        });
  }

  private static Optional<Instant> since(BlobItem item) {
    OffsetDateTime time = item.getProperties().getLastModified();
    return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
  }
}
