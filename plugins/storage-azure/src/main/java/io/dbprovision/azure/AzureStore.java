package io.dbprovision.azure;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Store;
import io.dbprovision.spi.StoreContext;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.Validation;
import io.dbprovision.store.Authority;
import io.dbprovision.store.Keys;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The provider. */
public final class AzureStore implements Store {
  /** The entries of a Secret that may hold the account's key; the first that is there counts. */
  static final List<String> ENTRIES =
      List.of("AZURE_STORAGE_ACCOUNT_KEY", "accountKey", "storageAccountKey", "key");

  @Override
  public String name() {
    return "azure";
  }

  @Override
  public Validation validate(Section block) {
    return AzureBlock.validate(block);
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
    String field = block.path() + ".secretRef";
    AzureClient client =
        new AzureClient(
            block.path(),
            block.as(AzureOptions.class),
            key(field, place.secret("secretRef")),
            authority(place, block.as(AzureOptions.class)),
            context);
    return new AzureObjects(client, Keys.prefix(block));
  }

  private static Optional<Authority> authority(StorePlace place, AzureOptions options) {
    AzureOptions.CaSecretRef ref = options.caSecretRef();
    return ref == null
        ? Optional.empty()
        : Optional.of(
            Authority.of(
                place.block().path() + ".caSecretRef",
                ref.name(),
                place.secret("caSecretRef").get(ref.entry()),
                ref.entry()));
  }

  private static SecretText key(String field, Map<String, SecretText> secret) {
    SecretText key =
        ENTRIES.stream()
            .map(secret::get)
            .filter(entry -> entry != null && !entry.isEmpty())
            .findFirst()
            .orElseThrow(
                () ->
                    EngineException.at(
                        ErrorKind.INVALID,
                        field,
                        "the Secret must hold the storage account's key in one of the entries "
                            + String.join(", ", ENTRIES)));
    SecretText clean = SecretText.of(key.reveal().strip());
    try {
      Base64.getDecoder().decode(clean.reveal());
      return clean;
    } catch (IllegalArgumentException e) {
      // its message would tell a character of the key
      throw EngineException.at(
          ErrorKind.INVALID,
          field,
          "what the Secret holds is no key of a storage account: those are Base64");
    }
  }
}
