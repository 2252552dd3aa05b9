package io.dbprovision.distribution.fields;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.Repo;
import io.dbprovision.distribution.operator.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FieldPageTest {
  @Test
  void everyFieldOfEveryKindHasACase() {
    assertThat(PostgresTrials.missing(PostgresTrials.all())).isEmpty();
  }

  @Test
  void noCaseIsAboutAFieldThatIsNot() {
    Map<Family, Set<String>> fields = new EnumMap<>(Family.class);
    for (Family family : Family.values()) {
      fields.put(family, family.fields().keySet());
    }
    List<Trial> all = new ArrayList<>(PostgresTrials.all());
    all.addAll(of("mysql"));
    all.addAll(of("mariadb"));
    for (Trial trial : all) {
      assertThat(fields.get(Family.of(trial.kind()))).as(trial.toString()).contains(trial.field());
    }
  }

  @Test
  void everyFieldForMySqlHasACaseButForOneThatNothingShows() {
    for (String product : List.of("mysql", "mariadb")) {
      assertThat(PostgresTrials.missing(of(product)))
          .as(product)
          .filteredOn(
              field -> field.contains(".mysql.") || field.matches("(BACKUP|RESTORE|SCHEDULE) .*"))
          .containsExactly("INSTANCE spec.mysql.writeTimeout");
    }
  }

  @Test
  void whatIsComparedHasAnotherValueInEachObject() {
    List<Trial> all = new ArrayList<>(PostgresTrials.all());
    all.addAll(of("mysql"));
    for (Trial trial : all) {
      if (trial.first() instanceof Exhibit one && trial.second() instanceof Exhibit other) {
        assertThat(values(one, trial.field()))
            .as(trial + ": " + one + ", " + other)
            .isNotEqualTo(values(other, trial.field()));
      }
    }
  }

  private static Map<String, Object> values(Exhibit exhibit, String field) {
    Map<String, Object> leaves = SpecTree.leaves(SpecTree.parse(exhibit.spec()));
    leaves.keySet().removeIf(leaf -> !leaf.startsWith(field));
    return leaves;
  }

  private static List<Trial> of(String product) {
    Login nobody = new Login("127.0.0.1", 1, "nobody", "nothing");
    return MySqlTrials.all(new MySql(product, nobody, nobody));
  }

  @Test
  void everyFieldHasARowAndEveryRowAField() throws IOException {
    FieldPage page =
        FieldPage.parse(Files.readString(Repo.root().resolve("docs/reference/fields.md")));

    for (Family family : Family.values()) {
      assertThat(page.fields(family))
          .as(family + ": run `make fields` and commit the result")
          .isEqualTo(family.fields().keySet());
    }
  }

  @Test
  void oneEnginesRunLeavesTheColumnsOfOthers() {
    FieldPage page =
        FieldPage.parse("")
            .with("one", Map.of(Family.ROLE, Map.of("spec.a", "works", "spec.old", "works")))
            .with("two", Map.of(Family.ROLE, Map.of("spec.a", "immutable", "spec.new", "works")));

    FieldPage read = FieldPage.parse(page.markdown());

    assertThat(read.row(Family.ROLE, "spec.a"))
        .isEqualTo(Map.of("one", "works", "two", "immutable"));
    assertThat(List.copyOf(read.fields(Family.ROLE))).containsExactly("spec.a", "spec.new");
    assertThat(read.markdown()).isEqualTo(page.markdown());
  }
}
