package io.dbprovision.spi.testkit.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.testkit.BrokenContract;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Hostile values in every field that holds text change nothing on the server but the object that
 * was meant, which bears exactly the value. The seed is printed; {@code -Ddbops.hostile.seed} sets
 * it, {@code -Ddbops.hostile.values} the number of values, {@code -Ddbops.hostile.field} keeps to
 * the fields with that text in their names.
 */
@ExtendWith(BrokenContract.class)
public abstract class HostileValuesContract {
  /** The fields that hold text, by kind and path: those of the schemas that are installed. */
  protected abstract Set<String> textFields();

  protected abstract HostileSite open();

  /** How many values are tried, all fields together. */
  protected int values() {
    return 10_000;
  }

  /** Of the values: two servers need not see the same ones. */
  protected long seed() {
    return 20_251_121L;
  }

  @Test
  void everyFieldThatHoldsTextHasARow() {
    try (HostileSite site = open()) {
      Set<String> withoutRow = new TreeSet<>(textFields());
      withoutRow.removeIf(field -> kept(site, field) || site.fields().containsKey(field));
      assertThat(withoutRow).as("fields without a row").isEmpty();
      assertThat(textFields()).as("rows of fields").containsAll(site.fields().keySet());
    }
  }

  private static boolean kept(HostileSite site, String field) {
    return site.kept().keySet().stream()
        .anyMatch(one -> field.equals(one) || (one.endsWith(".") && field.startsWith(one)));
  }

  @Test
  void hostileValuesAreRefusedOrBecomeExactNamesAndChangeNothingElse() {
    long seed = Long.getLong("dbops.hostile.seed", seed());
    int values = Integer.getInteger("dbops.hostile.values", values());
    System.out.printf("hostile values: -Ddbops.hostile.seed=%d%n", seed);
    try (HostileSite site = open()) {
      HostileTexts texts = new HostileTexts(new Random(seed), site.present(), site.own());
      HostileRun run = new HostileRun(site, texts);
      Map<String, HostileField> fields = chosen(site);
      double shares = fields.values().stream().mapToDouble(HostileField::share).sum();
      fields.forEach(
          (name, field) ->
              run.field(name, field, (int) Math.ceil(values * field.share() / shares)));
      System.out.printf(
          "hostile values: %d tried, %d applied, %d complaints%n",
          run.trials(), run.applied(), run.complaints().size());
      List<String> complaints = run.complaints();
      assertThat(complaints.stream().limit(40)).as("complaints of %s", complaints.size()).isEmpty();
      assertThat(run.trials()).isGreaterThanOrEqualTo(values);
      assertThat(run.applied()).as("values that reached the server").isGreaterThan(values / 20);
    }
  }

  private static Map<String, HostileField> chosen(HostileSite site) {
    Map<String, HostileField> fields = new TreeMap<>(site.fields());
    fields.keySet().removeIf(name -> !name.contains(System.getProperty("dbops.hostile.field", "")));
    return fields;
  }
}
