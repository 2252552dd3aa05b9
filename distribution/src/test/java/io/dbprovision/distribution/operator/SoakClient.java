package io.dbprovision.distribution.operator;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * An application that reads its Secret again and again and logs in with what it says, on a thread
 * of its own. Right after a change the credentials from before have to work too: nobody reads a
 * Secret the moment it changes.
 */
final class SoakClient implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final KubernetesClient kubernetes;
  private final String namespace;
  private final List<String> secrets;
  private final AtomicInteger logins = new AtomicInteger();
  private final AtomicInteger rotations = new AtomicInteger();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean going = true;
  private @Nullable Login last;

  SoakClient(KubernetesClient kubernetes, String namespace, String secret) {
    this(kubernetes, namespace, List.of(secret));
  }

  /**
   * @param secrets where it looks, in this order, until it finds one
   */
  SoakClient(KubernetesClient kubernetes, String namespace, List<String> secrets) {
    this.kubernetes = kubernetes;
    this.namespace = namespace;
    this.secrets = List.copyOf(secrets);
    this.thread = Thread.ofPlatform().daemon().name("client of " + secrets).start(this::run);
  }

  /** How often it saw another user name. */
  int rotations() {
    return rotations.get();
  }

  int logins() {
    return logins.get();
  }

  /** One sentence for each login that did not work, without the password. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  private void run() {
    while (going) {
      try {
        look();
      } catch (RuntimeException e) {
        failures.add("the client itself: " + e);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private void look() {
    Secret read =
        secrets.stream()
            .map(name -> kubernetes.secrets().inNamespace(namespace).withName(name).get())
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    if (read == null) {
      failures.add("none of the Secrets " + secrets + " is there");
      return;
    }
    Login now =
        new Login(
            text(read, "host"),
            Integer.parseInt(text(read, "port")),
            text(read, "username"),
            text(read, "password"));
    logIn(now, "of the Secret");
    Login before = last;
    if (before != null && !before.equals(now)) {
      logIn(before, "of the Secret before");
      rotations.incrementAndGet();
    }
    last = now;
  }

  private void logIn(Login login, String which) {
    logins.incrementAndGet();
    login.refusal().ifPresent(why -> failures.add(login + " " + which + ": " + why));
  }

  private static String text(Secret secret, String key) {
    return new String(
        Base64.getDecoder().decode(secret.getData().getOrDefault(key, "")), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    going = false;
    try {
      thread.join(Duration.ofSeconds(30));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
