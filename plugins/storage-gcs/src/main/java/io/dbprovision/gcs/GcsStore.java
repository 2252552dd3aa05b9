package io.dbprovision.gcs;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Store;
import io.dbprovision.spi.StoreContext;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.Validation;
import io.dbprovision.store.Keys;
import org.jspecify.annotations.Nullable;

/** The provider. */
public final class GcsStore implements Store {
  @Override
  public String name() {
    return "gcs";
  }

  @Override
  public Validation validate(Section block) {
    return GcsBlock.validate(block);
  }

  @Override
  public String prefix(Section block) {
    return Keys.prefix(block);
  }

  @Override
  public ObjectStore open(StorePlace place, StoreContext context) {
    Section block = place.block();
    for (Validation.Problem problem : validate(block).problems()) {
      throw EngineException.at(problem.kind(), problem.path(), problem.message());
    }
    GcsOptions options = block.as(GcsOptions.class);
    GcsClient client = new GcsClient(block.path(), options, key(place, options), context);
    return new GcsObjects(client, Keys.prefix(block));
  }

  private static @Nullable SecretText key(StorePlace place, GcsOptions options) {
    GcsOptions.SecretRef ref = options.secretRef();
    if (ref == null) {
      return null;
    }
    SecretText entry = place.secret("secretRef").get(String.valueOf(ref.key()));
    if (entry == null || entry.isEmpty()) {
      throw EngineException.at(
          ErrorKind.INVALID,
          place.block().path() + ".secretRef.key",
          "the Secret has no entry '" + ref.key() + "', or it is empty");
    }
    return entry;
  }
}
