package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Store;
import io.dbprovision.spi.StoreContext;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.Validation;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A store of named buckets in memory, for tests. Its block has {@code bucket}, {@code prefix} and
 * {@code secretRef}; a Secret's entry {@code password}, where one is named, has to be {@link
 * #PASSWORD}.
 */
public final class MemoryStore implements Store {
  public static final String NAME = "memory";
  public static final String PASSWORD = "letmein";

  private final Map<String, MemoryBucket> buckets = new ConcurrentHashMap<>();

  /** The block as a manifest writes it. */
  record Block(
      @Nullable String bucket, @Nullable String prefix, @Nullable Map<String, Object> secretRef) {}

  /** Makes the bucket unless it is there. */
  public MemoryBucket bucket(String name) {
    return buckets.computeIfAbsent(name, key -> new MemoryBucket());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Validation validate(Section block) {
    try {
      Block bound = block.as(Block.class);
      return bound.bucket() == null
          ? Validation.ok().invalid(block.path() + ".bucket", "a bucket is needed")
          : Validation.ok();
    } catch (EngineException wrong) {
      return Validation.ok().with(block.path(), wrong);
    }
  }

  @Override
  public String prefix(Section block) {
    return block.text("prefix").orElse("").replaceAll("^/+|/+$", "");
  }

  /** It lets everybody in who names no Secret. */
  @Override
  public boolean asPod(Section block) {
    return false;
  }

  @Override
  public ObjectStore open(StorePlace place, StoreContext context) {
    String path = place.block().path();
    String name =
        place
            .block()
            .text("bucket")
            .orElseThrow(
                () ->
                    EngineException.at(ErrorKind.INVALID, path + ".bucket", "a bucket is needed"));
    Optional<SecretText> password = Optional.ofNullable(place.secret("secretRef").get("password"));
    boolean allowed = password.map(SecretText.of(PASSWORD)::equals).orElse(true);
    return new MemoryObjectStore(
        () -> {
          if (!allowed) {
            throw EngineException.of(ErrorKind.AUTHENTICATION, "the password is wrong");
          }
          MemoryBucket bucket = buckets.get(name);
          if (bucket == null) {
            throw EngineException.of(ErrorKind.NOT_FOUND, "there is no bucket '" + name + "'");
          }
          return bucket;
        },
        context.clock());
  }
}
