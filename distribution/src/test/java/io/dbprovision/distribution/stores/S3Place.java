package io.dbprovision.distribution.stores;

import io.dbprovision.testservers.S3Server;
import java.util.List;

/** A bucket of a real S3 server. */
public final class S3Place implements BackupPlace {
  private static final String BUCKET = "backups";
  private final S3Server server;

  private S3Place(S3Server server) {
    this.server = server;
  }

  /** One server for all tests of a JVM, begun when the first needs it. */
  private static final class Shared {
    static final S3Place INSTANCE = new S3Place(S3Server.start(S3Server.USUAL));

    static {
      INSTANCE.server.makeBucket(BUCKET);
    }
  }

  public static S3Place shared() {
    return Shared.INSTANCE;
  }

  public S3Server server() {
    return server;
  }

  @Override
  public String storage(String prefix, String... more) {
    return BackupPlace.block(
        "s3",
        List.of(
            "bucket: " + BUCKET,
            "region: " + server.region(),
            "endpoint: '" + server.endpoint() + "'",
            "forcePathStyle: true",
            "prefix: " + prefix,
            "secretRef: {name: store}"),
        more);
  }

  @Override
  public String login() {
    return "AWS_ACCESS_KEY_ID: '%s', AWS_SECRET_ACCESS_KEY: '%s'"
        .formatted(server.accessKey(), server.secretKey());
  }

  @Override
  public List<String> keys(String start) {
    return files().keys(start);
  }

  /** The bucket from behind: the server keeps objects as files. */
  public StoredFiles files() {
    return new StoredFiles(server.log().resolveSibling("data").resolve(BUCKET));
  }
}
