package io.dbprovision.storage.s3;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Store;
import io.dbprovision.spi.StoreContext;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.Validation;
import io.dbprovision.store.Authority;
import java.util.Optional;

/** The provider of buckets. */
public final class S3Store implements Store {
  @Override
  public String name() {
    return "s3";
  }

  @Override
  public Validation validate(Section block) {
    return S3Rules.validate(block);
  }

  @Override
  public String prefix(Section block) {
    return S3Options.stripped(block.text("prefix").orElse(""));
  }

  @Override
  public ObjectStore open(StorePlace place, StoreContext context) {
    Section block = place.block();
    for (Validation.Problem problem : validate(block).problems()) {
      throw EngineException.at(ErrorKind.INVALID, problem.path(), problem.message());
    }
    S3Options options = block.as(S3Options.class);
    S3Connection connection =
        new S3Connection(options, SignIn.of(place, options), authority(place, options), context);
    Bucket bucket = new Bucket(options.name(), connection, new Failures(block.path(), options));
    return new S3Objects(bucket, options, context);
  }

  /** Empty when the block names none: then the system's are trusted. */
  static Optional<Authority> authority(StorePlace place, S3Options options) {
    return Optional.ofNullable(options.caSecretRef())
        .map(
            ref ->
                Authority.of(
                    place.block().path() + ".caSecretRef",
                    ref.name(),
                    place.secret("caSecretRef").get(ref.certificates()),
                    ref.certificates()));
  }
}
