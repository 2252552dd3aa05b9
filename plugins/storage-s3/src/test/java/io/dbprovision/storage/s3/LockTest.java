package io.dbprovision.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.testservers.S3Server;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;

/** A bucket with locks, which keeps versions therefore. */
class LockTest {
  private static final Map<String, Object> LOCKING =
      Map.of(
          "bucket", Servers.LOCKED, "objectLockMode", "GOVERNANCE", "objectLockRetention", "1h30m");

  final String key = "locks/" + UUID.randomUUID();
  private ObjectStore locking;
  private ObjectStore plain;

  S3Server server() {
    return Servers.plain();
  }

  @BeforeEach
  final void open() {
    locking = Servers.open(server(), LOCKING);
    plain = Servers.open(server(), Map.of("bucket", Servers.LOCKED));
  }

  @AfterEach
  final void close() {
    locking.close();
    plain.close();
  }

  @Test
  void aLockedObjectIsKeptAndItsDeleteSaysUntilWhen() throws IOException {
    Instant before = Instant.now();
    Servers.put(locking, key, "kept");
    assertThatThrownBy(() -> plain.delete(key))
        .isInstanceOfSatisfying(
            EngineException.class,
            refused -> assertThat(refused.kind()).isEqualTo(ErrorKind.PERMISSION))
        .hasMessageContaining("is kept by a lock (GOVERNANCE) until");
    assertThat(Servers.text(plain, key)).isEqualTo("kept");
    assertThat(retention(key)).isBetween(before.plusSeconds(5_399), before.plusSeconds(5_460));
  }

  @Test
  void soIsALargeOne() {
    Servers.put(locking, key, new byte[7 * 1024 * 1024]);
    assertThatThrownBy(() -> plain.delete(key)).hasMessageContaining("is kept by a lock");
    assertThat(plain.stat(key)).isPresent();
  }

  @Test
  void anObjectWithoutALockIsHiddenByItsDelete() {
    Servers.put(plain, key, "x");
    plain.delete(key);
    assertThat(plain.stat(key)).isEmpty();
    assertThat(Servers.keys(plain, key)).isEmpty();
  }

  @Test
  void aCheckLeavesNoVersionBehindWhateverIsLocked() {
    locking.check();
    plain.check();
    assertThat(versions("of/team-a/.dbops-check")).isEmpty();
    assertThat(locking.abandon("of/team-a", Instant.now().plusSeconds(3600))).isZero();
  }

  private Instant retention(String object) {
    try (S3Connection connection = connection()) {
      S3Client client = connection.client();
      return client
          .headObject(request -> request.bucket(Servers.LOCKED).key(object))
          .objectLockRetainUntilDate();
    }
  }

  private List<String> versions(String prefix) {
    try (S3Connection connection = connection()) {
      ListObjectVersionsResponse found =
          connection
              .client()
              .listObjectVersions(request -> request.bucket(Servers.LOCKED).prefix(prefix));
      return Stream.concat(
              found.versions().stream().map(version -> version.key()),
              found.deleteMarkers().stream().map(marker -> marker.key()))
          .toList();
    }
  }

  private S3Connection connection() {
    var place = Servers.place(server(), LOCKING);
    S3Options options = place.block().as(S3Options.class);
    assertThat(URI.create(String.valueOf(options.endpoint()))).isEqualTo(server().endpoint());
    return new S3Connection(
        options, SignIn.of(place, options), S3Store.authority(place, options), Servers.CONTEXT);
  }
}
