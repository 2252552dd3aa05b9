package ${package};

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectKeys;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Store;
import io.dbprovision.spi.StoreContext;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.Validation;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The provider that {@code META-INF/services/io.dbprovision.spi.Store} names. */
public final class ${className}Store implements Store {
  private final MemoryBuckets memory = new MemoryBuckets();

  /**
   * PLACE 1 of 5: what manifests may say in the block {@code spec.storage.${storeName}}. What is not here is
   * refused. The files in {@code META-INF/dbops/schema} tell Kubernetes the same.
   *
   * @param bucket where the objects are
   * @param prefix what every key begins with
   * @param secretRef the Secret with the login
   */
  record Block(
      @Nullable String bucket, @Nullable String prefix, @Nullable Map<String, Object> secretRef) {
    Block {
      if (bucket == null || secretRef == null) {
        throw new IllegalArgumentException("needs a bucket, and a secretRef with the login");
      }
    }
  }

  @Override
  public String name() {
    return "${storeName}";
  }

  @Override
  public Validation validate(Section block) {
    return Validation.of(block, Block.class);
  }

  @Override
  public String prefix(Section block) {
    return ObjectKeys.prefix(block);
  }

  /**
   * PLACE 2 of 5: what it takes to reach the storage. Nothing is sent yet: connect with the first
   * request, wait as long as {@code context} says, and turn what goes wrong into an {@link
   * EngineException} whose kind and sentence tell a user what to do.
   */
  @Override
  public ObjectStore open(StorePlace place, StoreContext context) {
    Block block = place.block().as(Block.class);
    String bucket = Objects.requireNonNull(block.bucket());
    var password = place.secret("secretRef").get("password");
    if (password == null) {
      throw EngineException.at(
          ErrorKind.INVALID,
          place.block().path() + ".secretRef", "the Secret has no entry password");
    }
    return new ${className}Objects(() -> memory.bucket(bucket, password), context.clock());
  }
}
