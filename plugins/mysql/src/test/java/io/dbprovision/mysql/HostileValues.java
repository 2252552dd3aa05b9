package io.dbprovision.mysql;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.dbprovision.spi.testkit.hostile.HostileSite;
import io.dbprovision.spi.testkit.hostile.HostileValuesContract;
import io.dbprovision.spi.testkit.hostile.TextFields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The suite about hostile values, on one server and the CRDs that are installed. */
abstract class HostileValues extends HostileValuesContract {
  private static final List<String> KINDS =
      List.of("Database", "DatabaseUser", "DatabaseRole", "DatabaseGrant");

  private final Product product;

  HostileValues(Product product) {
    this.product = product;
  }

  @Override
  protected Set<String> textFields() {
    Set<String> fields = new TreeSet<>();
    for (String kind : KINDS) {
      TextFields.of("spec", spec(kind)).forEach(path -> fields.add(kind + " " + path));
    }
    return fields;
  }

  private static Map<?, ?> spec(String kind) {
    Path file =
        Path.of(
            System.getProperty("dbops.repo", "../.."),
            "distribution/config/crd",
            kind.toLowerCase(Locale.ROOT) + "s.dbops.dbprovision.io.yaml");
    try {
      return new ObjectMapper(new YAMLFactory())
          .convertValue(
              new ObjectMapper(new YAMLFactory())
                  .readTree(file.toFile())
                  .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec"),
              Map.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected int values() {
    return 1_500;
  }

  @Override
  protected long seed() {
    return product == Product.MARIADB ? 20_251_121L : 20_251_122L;
  }

  @Override
  protected HostileSite open() {
    return new HostileMySql(product);
  }
}
