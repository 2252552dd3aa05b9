package io.dbprovision.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real S3 server of {@code hack/s3.sh}, which is removed when the JVM ends. */
public final class S3Server {
  /** Quick to build and to start. */
  public static final String USUAL = "versitygw";

  /** Encrypts what it stores, and tells all of its locks; its build takes minutes. */
  public static final String COMPLETE = "minio";

  private final ServerScript script;
  private final String product;
  private final Map<String, String> values;

  private S3Server(ServerScript script, String product, Map<String, String> values) {
    this.script = script;
    this.product = product;
    this.values = values;
  }

  /**
   * @param product {@link #USUAL} or {@link #COMPLETE}
   * @param flags {@code --tls} for https with a CA of its own
   */
  public static S3Server start(String product, String... flags) {
    ServerScript script = ServerScript.of("s3");
    return new S3Server(script, product, script.start(product, List.of(flags)));
  }

  public URI endpoint() {
    return URI.create(value("S3ENDPOINT"));
  }

  public String region() {
    return value("S3REGION");
  }

  public String accessKey() {
    return value("S3ACCESS");
  }

  public String secretKey() {
    return value("S3SECRET");
  }

  /** In PEM; the server was started with {@code --tls}. */
  public String ca() {
    try {
      return Files.readString(Path.of(value("S3CA")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that the server wrote to its outputs. */
  public Path log() {
    return Path.of(value("S3LOG"));
  }

  public void makeBucket(String name) {
    run("bucket", name);
  }

  /** One whose objects can be locked. */
  public void makeLockedBucket(String name) {
    run("bucket", "--lock", name);
  }

  /** It is there and answers nothing until it goes on. */
  public void pause() {
    run("pause");
  }

  public void goOn() {
    run("resume");
  }

  private void run(String verb, String... more) {
    List<String> arguments = new ArrayList<>(List.of(verb, product, value("S3FOLDER")));
    arguments.addAll(List.of(more));
    script.run(arguments);
  }

  private String value(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("hack/s3.sh does not tell " + name);
    }
    return value;
  }
}
