package io.dbprovision.azure;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Validation;
import io.dbprovision.store.Keys;
import io.dbprovision.store.Urls;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What can be said about a block without asking anybody. */
final class AzureBlock {
  private static final Pattern CONTAINER =
      Pattern.compile("(?=.{3,63}$)[a-z0-9]+(?:-[a-z0-9]+)*|\\$root");
  private static final Pattern ACCOUNT = Pattern.compile("[a-z0-9]{3,24}");
  private static final Set<String> TIERS = Set.of("hot", "cool", "cold");

  private AzureBlock() {}

  static Validation validate(Section block) {
    AzureOptions options;
    try {
      options = block.as(AzureOptions.class);
    } catch (EngineException e) {
      return Validation.ok().with(block.path(), e);
    }
    String path = block.path();
    Validation found = Keys.withPrefix(Validation.ok(), block);
    if (Keys.prefix(block).indexOf('\\') >= 0) {
      found =
          found.invalid(path + ".prefix", "must not have a backslash: Azure makes a slash of it");
    }
    found = named(found, path + ".container", options.container(), CONTAINER);
    found = named(found, path + ".storageAccount", options.storageAccount(), ACCOUNT);
    AzureOptions.SecretRef secret = options.secretRef();
    if (secret == null) {
      found =
          found.unsupported(
              path + ".secretRef",
              "is required: this plugin signs in with the storage account's key only, not with the"
                  + " pod's identity; name a Secret that holds it");
    } else if (secret.name() == null || secret.name().isBlank()) {
      found = found.invalid(path + ".secretRef.name", "is required: the name of the Secret");
    }
    found = authority(found, path, options);
    found = Urls.checked(found, path + ".endpoint", options.endpoint());
    return tier(found, path + ".accessTier", options.accessTier());
  }

  private static Validation authority(Validation before, String path, AzureOptions options) {
    AzureOptions.CaSecretRef ref = options.caSecretRef();
    if (ref == null) {
      return before;
    }
    if (ref.name() == null || ref.name().isBlank()) {
      return before.invalid(
          path + ".caSecretRef.name", "is required: the Secret with the CA's certificate");
    }
    return options.endpoint() != null && options.endpoint().startsWith("https:")
        ? before
        : before.invalid(
            path + ".caSecretRef",
            "needs an endpoint that begins with https://: Azure's own is signed by a public CA");
  }

  /** As Azure writes it. */
  static String tierName(String tier) {
    return tier.substring(0, 1).toUpperCase(Locale.ROOT)
        + tier.substring(1).toLowerCase(Locale.ROOT);
  }

  private static Validation tier(Validation before, String path, @Nullable String tier) {
    if (tier == null || TIERS.contains(tier.toLowerCase(Locale.ROOT))) {
      return before;
    }
    return tier.equalsIgnoreCase("archive")
        ? before.invalid(
            path,
            "must not be Archive: what is there cannot be read for hours, so no backup could be"
                + " verified; Cold is the cheapest that can be read at once")
        : before.invalid(path, "must be one of Hot, Cool, Cold");
  }

  private static Validation named(
      Validation before, String path, @Nullable String name, Pattern pattern) {
    if (name == null) {
      return before.invalid(path, "is required");
    }
    return pattern.matcher(name).matches()
        ? before
        : before.invalid(path, "is no name that Azure allows there");
  }
}
