package io.dbprovision.storage.s3;

import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.StoreContext;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.Upload;
import io.dbprovision.spi.testkit.store.StoreTestContext;
import io.dbprovision.testservers.S3Server;
import io.dbprovision.testservers.ServerChoice;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Servers that the tests of this JVM share, and what they do with them. */
final class Servers {
  static final String BUCKET = "backups";
  static final String LOCKED = "locked";
  static final StoreContext CONTEXT = StoreTestContext.standard();

  private static final String PATH = "spec.storage.s3";

  private Servers() {}

  private static final class Plain {
    static final S3Server SERVER = withBuckets(S3Server.start(S3Server.USUAL));
  }

  private static final class Tls {
    static final S3Server SERVER = withBuckets(S3Server.start(S3Server.USUAL, "--tls"));
  }

  private static final class Complete {
    static final S3Server SERVER = withBuckets(S3Server.start(S3Server.COMPLETE));
  }

  static S3Server plain() {
    return Plain.SERVER;
  }

  static S3Server tls() {
    return Tls.SERVER;
  }

  static S3Server complete() {
    return Complete.SERVER;
  }

  /** Whether this run is the long one: the build of that server takes minutes. */
  static boolean asksForComplete() {
    return ServerChoice.ofThisRun()
        .versions("s3", List.of(S3Server.USUAL), List.of(S3Server.USUAL))
        .contains(S3Server.COMPLETE);
  }

  private static S3Server withBuckets(S3Server server) {
    server.makeBucket(BUCKET);
    server.makeLockedBucket(LOCKED);
    return server;
  }

  /** The block of a server's bucket, and more fields or others instead. */
  static Section block(S3Server server, Map<String, Object> more) {
    Map<String, Object> values = new HashMap<>();
    values.put("bucket", BUCKET);
    values.put("endpoint", server.endpoint().toString());
    values.put("region", server.region());
    values.put("forcePathStyle", true);
    values.put("prefix", "of/team-a");
    values.put("secretRef", Map.of("name", "s3-login"));
    values.putAll(more);
    return Section.of(PATH, values);
  }

  static StorePlace place(S3Server server, Map<String, Object> more) {
    return StorePlace.builder(block(server, more))
        .secret("secretRef", keys(server.accessKey(), server.secretKey()))
        .build();
  }

  static Map<String, SecretText> keys(String access, String secret) {
    return Map.of(
        "AWS_ACCESS_KEY_ID", SecretText.of(access), "AWS_SECRET_ACCESS_KEY", SecretText.of(secret));
  }

  static ObjectStore open(S3Server server, Map<String, Object> more) {
    return new S3Store().open(place(server, more), CONTEXT);
  }

  static void put(ObjectStore store, String key, byte[] content) {
    try (Upload upload = store.begin(key)) {
      upload.write(ByteBuffer.wrap(content));
      upload.commit();
    }
  }

  static void put(ObjectStore store, String key, String content) {
    put(store, key, content.getBytes(StandardCharsets.UTF_8));
  }

  static String text(ObjectStore store, String key) throws IOException {
    try (InputStream in = store.open(key, 0)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static List<String> keys(ObjectStore store, String prefix) {
    List<String> keys = new ArrayList<>();
    store.list(prefix, object -> keys.add(object.key()));
    return keys;
  }
}
