package io.dbprovision.storage.pvc;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Store;
import io.dbprovision.spi.StoreContext;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.Validation;
import java.nio.file.Path;
import java.util.Optional;

/** The provider of volumes. */
public final class PvcStore implements Store {
  @Override
  public String name() {
    return "pvc";
  }

  @Override
  public Validation validate(Section block) {
    return PvcOptions.validate(block);
  }

  @Override
  public String prefix(Section block) {
    return PvcOptions.stripped(block.text("subPath").orElse(""));
  }

  @Override
  public Optional<String> claim(Section block) {
    return block.text("claimName");
  }

  @Override
  public ObjectStore open(StorePlace place, StoreContext context) {
    Section block = place.block();
    PvcOptions options = PvcOptions.of(block);
    String field = block.path() + ".claimName";
    Path mount =
        place
            .mount()
            .orElseThrow(
                () ->
                    EngineException.at(
                        ErrorKind.INVALID,
                        field,
                        "the claim '%s' is mounted nowhere; its folder is named by --pvc-root"
                            .formatted(options.claim())));
    Failures failures = new Failures(options.claim(), field, mount);
    Volume volume = new Volume(mount, failures);
    return new VolumeStore(volume, prefix(block), context);
  }
}
