package com.example.webdav;

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
    return block.text("prefix").orElse("").replaceAll("^/+|/+$", "");
  }

  @Override
  public ObjectStore open(StorePlace place, StoreContext context) {
    block(place.block());
    Map<String, SecretText> secret = place.secret("secretRef");
    if (!secret.containsKey("username") || !secret.containsKey("password")) {
      throw EngineException.at(
          ErrorKind.INVALID,
          place.block().path() + ".secretRef",
          "the Secret needs username and password");
    }
    String login = secret.get("username").reveal() + ":" + secret.get("password").reveal();
    String url = place.block().text("url").orElseThrow().replaceAll("/+$", "");
    return new WebdavObjects(new Dav(url, SecretText.of(login), context), context);
  }

  private static Block block(Section block) {
    return block.as(Block.class);
  }
}
