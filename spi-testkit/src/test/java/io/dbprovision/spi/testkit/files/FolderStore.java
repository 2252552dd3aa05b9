package io.dbprovision.spi.testkit.files;

import io.dbprovision.spi.ObjectKeys;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Store;
import io.dbprovision.spi.StoreContext;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.Validation;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Opens {@link FolderFiles}. */
record FolderStore(AtomicInteger breaks) implements Store {
  record Block(@Nullable String folder, @Nullable String prefix) {
    Block {
      if (folder == null) {
        throw new IllegalArgumentException("needs a folder");
      }
    }
  }

  @Override
  public String name() {
    return "folder";
  }

  @Override
  public Validation validate(Section block) {
    return Validation.of(block, Block.class);
  }

  @Override
  public String prefix(Section block) {
    return ObjectKeys.prefix(block);
  }

  @Override
  public ObjectStore open(StorePlace place, StoreContext context) {
    Block block = place.block().as(Block.class);
    return new FolderFiles(Path.of(String.valueOf(block.folder())), context, breaks);
  }
}
