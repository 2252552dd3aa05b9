package io.dbprovision.storage.s3;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.StoreContext;
import io.dbprovision.spi.StoredObject;
import io.dbprovision.spi.Upload;
import io.dbprovision.store.Keys;
import java.io.InputStream;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects of a bucket. */
final class S3Objects implements ObjectStore {
  private final Bucket bucket;
  private final S3Options options;
  private final StoreContext context;

  S3Objects(Bucket bucket, S3Options options, StoreContext context) {
    this.bucket = bucket;
    this.options = options;
    this.context = context;
  }

  @Override
  public Upload begin(String key) {
    Keys.checked(key);
    return new S3Upload(
        bucket,
        key,
        Terms.of(options, newMark(), context),
        context.requestTimeout(),
        context.uploadBuffer());
  }

  private String newMark() {
    return HexFormat.of().toHexDigits(context.random().nextLong())
        + HexFormat.of().toHexDigits(context.random().nextLong());
  }

  @Override
  public InputStream open(String key, long offset) {
    Keys.checked(key);
    if (offset < 0) {
      throw EngineException.of(ErrorKind.INVALID, "'%s' has no byte at %d".formatted(key, offset));
    }
    return ObjectBytes.open(bucket, key, offset);
  }

  @Override
  public Optional<StoredObject> stat(String key) {
    Keys.checked(key);
    return bucket
        .head(key)
        .map(head -> new StoredObject(key, head.contentLength(), head.lastModified()));
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> each) {
    bucket.call(
        "listing",
        client -> {
          client
              .listObjectsV2Paginator(
                  request ->
                      request.bucket(bucket.name()).prefix(prefix).encodingType(EncodingType.URL))
              .contents()
              .stream()
              // a console's folders end in a slash: nobody could do anything with such a key
              .filter(found -> Keys.valid(found.key()))
              .forEach(
                  found ->
                      each.accept(
                          new StoredObject(found.key(), found.size(), found.lastModified())));
          return prefix;
        });
  }

  @Override
  public void delete(String key) {
    Keys.checked(key);
    Optional<HeadObjectResponse> there = bucket.head(key);
    if (there.isPresent()) {
      Locks.requireNone(bucket, key, there.get(), context.clock().instant());
      bucket.call(
          "deleting",
          client -> client.deleteObject(request -> request.bucket(bucket.name()).key(key)));
    }
  }

  @Override
  public int abandon(String prefix, Instant before) {
    return abandon(prefix, before, key -> true);
  }

  @Override
  public int abandon(String prefix, Instant before, Predicate<String> keys) {
    return bucket.call(
        "giving up uploads",
        client -> {
          List<MultipartUpload> old =
              client
                  .listMultipartUploadsPaginator(
                      request ->
                          request
                              .bucket(bucket.name())
                              .prefix(prefix)
                              .encodingType(EncodingType.URL))
                  .uploads()
                  .stream()
                  .filter(upload -> upload.key().startsWith(prefix))
                  .filter(upload -> keys.test(upload.key()))
                  .filter(upload -> upload.initiated().isBefore(before))
                  .toList();
          old.forEach(upload -> abort(client, upload));
          return old.size();
        });
  }

  private void abort(S3Client client, MultipartUpload upload) {
    try {
      client.abortMultipartUpload(
          request -> request.bucket(bucket.name()).key(upload.key()).uploadId(upload.uploadId()));
    } catch (S3Exception e) {
      // somebody else was quicker
      if (e.statusCode() != 404) {
        throw e;
      }
    }
  }

  @Override
  public void check() {
    String name = ".dbops-check-" + newMark();
    String key = options.folder().isEmpty() ? name : options.folder() + "/" + name;
    new BucketCheck(bucket, this).run(key, options.objectLockMode() != null);
  }

  @Override
  public void close() {
    bucket.close();
  }
}
