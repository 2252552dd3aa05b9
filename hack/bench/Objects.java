import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One kind's objects in one namespace: makes them and sees when each is Ready. */
final class Objects {
  private final Api api;
  private final Manifests manifests;
  private final String plural;
  private final String path;
  private final Map<String, Long> readyAt = new ConcurrentHashMap<>();

  Objects(Api api, Manifests manifests, String plural, String namespace) throws Exception {
    this.api = api;
    this.manifests = manifests;
    this.plural = plural;
    this.path = Api.GROUP + namespace + "/" + plural;
    Thread.ofVirtual().start(this::follow);
    Thread.sleep(500); // the watch is open then
  }

  void create(String name) throws Exception {
    api.create(path, manifests.of(plural, name));
  }

  int ready() {
    return readyAt.size();
  }

  /** The moment, by {@link System#nanoTime}. */
  long awaitReady(String name, int seconds) throws Exception {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    while (!readyAt.containsKey(name)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("not Ready: " + api.get(path + "/" + name).get("status"));
      }
      Thread.sleep(1);
    }
    return readyAt.get(name);
  }

  /** The moment the last one of that many got Ready. */
  long awaitAll(int count, int seconds) throws Exception {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    while (readyAt.size() < count) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "only %d of %d %s are Ready after %d s"
                .formatted(readyAt.size(), count, plural, seconds));
      }
      Thread.sleep(20);
    }
    return readyAt.values().stream().mapToLong(Long::longValue).max().orElse(0);
  }

  private void follow() {
    try {
      api.watch(path).forEach(event -> note(event.get("object")));
    } catch (Exception e) {
      throw new IllegalStateException("the watch on " + plural + " ended", e);
    }
  }

  private void note(JsonNode object) {
    for (JsonNode condition : object.at("/status/conditions")) {
      if (condition.get("type").asText().equals("Ready")
          && condition.get("status").asText().equals("True")) {
        readyAt.putIfAbsent(object.at("/metadata/name").asText(), System.nanoTime());
      }
    }
  }
}
