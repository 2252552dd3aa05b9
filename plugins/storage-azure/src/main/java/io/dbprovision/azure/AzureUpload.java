package io.dbprovision.azure;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.models.AccessTier;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.options.BlockBlobStageBlockOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.StoredObject;
import io.dbprovision.spi.Upload;
import io.dbprovision.store.Patience;
import io.dbprovision.store.Slabs;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A blob in blocks: each may be sent twice, as it has a name; the list of names makes the blob. */
final class AzureUpload implements Upload {
  private static final Logger LOG = LoggerFactory.getLogger(AzureUpload.class);

  /** Of the blob, so that one whose commit got no answer is known again. */
  private static final String MARK = "dbops_upload";

  /** The library may hold one copy of a block while it sends it. */
  private static final int LARGEST_BLOCK = 4 * 1024 * 1024;

  private final AzureClient client;
  private final AzureObjects objects;
  private final String key;
  private final String mark;
  private final Instant begun;
  private final Slabs waiting;
  private final List<String> blocks = new ArrayList<>();
  private long total;
  private boolean finishing;
  private boolean over;

  AzureUpload(AzureClient client, AzureObjects objects, String key) {
    this.client = client;
    this.objects = objects;
    this.key = key;
    this.mark = HexFormat.of().toHexDigits(client.context().random().nextLong());
    this.begun = client.context().clock().instant();
    this.waiting = new Slabs(Math.min(LARGEST_BLOCK, client.context().uploadBuffer() / 2));
  }

  @Override
  public void write(ByteBuffer bytes) {
    requireOpen();
    total += bytes.remaining();
    while (bytes.hasRemaining()) {
      waiting.take(bytes);
      if (waiting.isFull()) {
        stage();
      }
    }
  }

  private void stage() {
    if (blocks.isEmpty()) {
      clearTheWay();
    }
    if (blocks.size() == BlockId.MOST) {
      throw EngineException.of(
          ErrorKind.INVALID,
          "'"
              + key
              + "' is too long for this store: a blob has at most "
              + BlockId.MOST
              + " blocks");
    }
    String id = new BlockId(mark, begun, blocks.size()).base64();
    List<ByteBuffer> bytes = waiting.from(0);
    BlockBlobStageBlockOptions block =
        new BlockBlobStageBlockOptions(id, BinaryData.fromListByteBuffer(bytes))
            .setContentMd5(md5(bytes));
    // before it is sent: it may arrive although its answer does not
    blocks.add(id);
    objects.ask(() -> blob().stageBlockWithResponse(block, null, Context.NONE));
    waiting.clear();
  }

  /** Before the first block: with a blob go also the blocks that are not part of it yet. */
  private void clearTheWay() {
    Optional<BlobProperties> there = objects.committed(key);
    if (there.isPresent() && !Tombstone.is(there.get().getMetadata())) {
      throw taken();
    }
    there.ifPresent(left -> objects.remove(key, left.getETag()));
  }

  @Override
  public StoredObject commit() {
    requireOpen();
    if (waiting.size() > 0) {
      stage();
    }
    if (blocks.isEmpty()) {
      clearTheWay();
    }
    finishing = true;
    waiting.drop();
    Patience patience = new Patience(client.context());
    while (true) {
      try {
        blob().commitBlockListWithResponse(order(), null, Context.NONE);
        break;
      } catch (BlobStorageException e) {
        if (settled(e)) {
          break;
        }
        patience.afterFailure(client.failures().of(e));
      } catch (RuntimeException e) {
        patience.afterFailure(client.failures().of(e));
      }
    }
    BlobProperties made = objects.found(key).orElseThrow(this::lost);
    if (!isOurs(made)) {
      throw taken();
    }
    if (made.getBlobSize() != total) {
      objects.remove(key, made.getETag());
      throw EngineException.of(
          ErrorKind.INTERNAL, "'" + key + "' has another size in the store than was written");
    }
    over = true;
    return AzureObjects.stored(key, made);
  }

  private BlockBlobCommitBlockListOptions order() {
    BlockBlobCommitBlockListOptions order =
        new BlockBlobCommitBlockListOptions(blocks)
            .setHeaders(new BlobHttpHeaders().setContentType("application/octet-stream"))
            .setMetadata(Map.of(MARK, mark))
            .setRequestConditions(new BlobRequestConditions().setIfNoneMatch("*"));
    String tier = client.options().accessTier();
    if (tier != null) {
      order.setTier(AccessTier.fromString(AzureBlock.tierName(tier)));
    }
    return order;
  }

  /** True when the refused commit was done before, by one of ours whose answer was lost. */
  private boolean settled(BlobStorageException e) {
    boolean exists = Failures.isCondition(e);
    if (!exists && e.getStatusCode() != 400) {
      return false;
    }
    Optional<BlobProperties> there = objects.committed(key);
    if (there.isPresent() && !Tombstone.is(there.get().getMetadata())) {
      if (isOurs(there.get())) {
        return true;
      }
      throw taken().causedBy(e);
    }
    throw lost().causedBy(e);
  }

  private boolean isOurs(BlobProperties blob) {
    return finishing && blob.getMetadata() != null && mark.equals(blob.getMetadata().get(MARK));
  }

  private EngineException taken() {
    return EngineException.of(ErrorKind.CONFLICT, "there is an object '" + key + "' already");
  }

  private EngineException lost() {
    return EngineException.of(
        ErrorKind.INTERNAL,
        "the store has lost blocks of '" + key + "', maybe to another upload with that key");
  }

  @Override
  public void abort() {
    if (over) {
      return;
    }
    over = true;
    waiting.drop();
    if (blocks.isEmpty() && !finishing) {
      return;
    }
    try {
      if (finishing) {
        // the commit may have come to pass without an answer
        objects.found(key).filter(this::isOurs).ifPresent(b -> objects.remove(key, b.getETag()));
      }
      new Leftovers(client, objects).discard(key, block -> block.mark().equals(mark));
    } catch (RuntimeException e) {
      LOG.debug("blocks could not be dropped; abandon finds them later", e);
    }
  }

  @Override
  public void close() {
    abort();
  }

  private BlockBlobClient blob() {
    return objects.blob(key);
  }

  private static byte[] md5(List<ByteBuffer> bytes) {
    try {
      // what the service compares a block with; not for security
      MessageDigest digest = MessageDigest.getInstance("MD5");
      bytes.forEach(each -> digest.update(each.duplicate()));
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void requireOpen() {
    if (over) {
      throw EngineException.of(ErrorKind.INTERNAL, "the upload of '" + key + "' is over");
    }
  }
}
