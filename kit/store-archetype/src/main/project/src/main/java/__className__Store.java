package ${package};

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Store;
import io.dbprovision.spi.StoreContext;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.Validation;
import java.util.Map;
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
      @Nullable String bucket, @Nullable String prefix, @Nullable Map<String, Object> secretRef) {}

  @Override
  public String name() {
    return "${storeName}";
  }

  @Override
  public Validation validate(Section block) {
    try {
      Block bound = block.as(Block.class);
      Validation judged = Validation.ok();
      if (bound.bucket() == null) {
        judged = judged.invalid(block.path() + ".bucket", "a bucket is needed");
      }
      if (!block.values().containsKey("secretRef")) {
        judged = judged.invalid(block.path() + ".secretRef", "the Secret with the login is needed");
      }
      return judged;
    } catch (EngineException wrong) {
      return Validation.ok().with(block.path(), wrong);
    }
  }

  @Override
  public String prefix(Section block) {
    return block.text("prefix").orElse("").replaceAll("^/+|/+$", "");
  }

  /**
   * PLACE 2 of 5: what it takes to reach the storage. Nothing is sent yet: connect with the first
   * request, wait as long as {@code context} says, and turn what goes wrong into an {@link
   * EngineException} whose kind and sentence tell a user what to do.
   */
  @Override
  public ObjectStore open(StorePlace place, StoreContext context) {
    Section block = place.block();
    String bucket = block.text("bucket").orElseThrow(() -> missing(block, "bucket"));
    var password = place.secret("secretRef").get("password");
    if (password == null) {
      throw EngineException.at(
          ErrorKind.INVALID, block.path() + ".secretRef", "the Secret has no entry password");
    }
    return new ${className}Objects(() -> memory.bucket(bucket, password), context.clock());
  }

  private static EngineException missing(Section block, String field) {
    return EngineException.at(ErrorKind.INVALID, block.path() + "." + field, "is needed");
  }
}
