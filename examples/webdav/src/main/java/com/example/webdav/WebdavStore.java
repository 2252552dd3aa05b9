package com.example.webdav;

import io.dbprovision.spi.ObjectKeys;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Store;
import io.dbprovision.spi.StoreContext;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.Validation;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The provider that the operator finds. */
public final class WebdavStore implements Store {
  record Block(
      @Nullable String url, @Nullable String prefix, @Nullable Map<String, Object> secretRef) {
    Block {
      if (url == null || !url.matches("https?://[^?#]+") || secretRef == null) {
        throw new IllegalArgumentException("needs a url with http or https, and a secretRef");
      }
    }
  }

  @Override
  public String name() {
    return "webdav";
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
    Dav dav = new Dav(String.valueOf(block.url()), place.login("secretRef"), context);
    return new WebdavFiles(dav, context);
  }
}
