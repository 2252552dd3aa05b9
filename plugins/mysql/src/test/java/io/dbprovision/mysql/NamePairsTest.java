package io.dbprovision.mysql;

import static io.dbprovision.mysql.Lab.converge;
import static io.dbprovision.mysql.Lab.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Claim;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Grants;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Names that would stand for others if they were patterns: whoever may use the first of a pair
 * never reaches the second.
 */
@ParameterizedClass
@EnumSource
class NamePairsTest {
  private static final SecretText PASSWORD = SecretText.of("Pairs-4711-password");
  private static final int PAIRS = 1000;

  /** Of these both databases are there, and the server is asked by logging in. */
  private static final int SAMPLE = 100;

  private final Lab lab;
  private final Grants grants;
  private final String name = "pair" + Long.toString(System.nanoTime(), 36);
  private final Map<String, String> pairs = new LinkedHashMap<>();
  private final List<String> there = new ArrayList<>();

  NamePairsTest(Product product) {
    lab = Lab.on(product);
    grants = lab.session.capability(Grants.class).orElseThrow();
    converge(
        lab.session.capability(Users.class).orElseThrow(),
        UserSpec.builder(name, Lab.owner(name))
            .section(Lab.section(Map.of()))
            .password(PASSWORD, true)
            .build());
  }

  @AfterEach
  void close() {
    new UserHand(lab.server).drop(name);
    statements("DROP DATABASE ", there);
    lab.close();
  }

  /** The same every time: with another seed it would be another test. */
  private void generate() {
    Random random = new Random(20261121);
    Set<String> used = new HashSet<>();
    while (pairs.size() < PAIRS) {
      StringBuilder one = new StringBuilder("p");
      StringBuilder other = new StringBuilder("p");
      int length = 2 + random.nextInt(12);
      for (int i = 0; i < length; i++) {
        append(random, one, other);
      }
      one.append('z');
      other.append('z');
      if (!one.toString().equals(other.toString())
          && used.add(one.toString())
          && used.add(other.toString())) {
        pairs.put(one.toString(), other.toString());
      }
    }
    // what one pair's user may use is another's second name nowhere
    assertThat(pairs.keySet()).doesNotContainAnyElementsOf(pairs.values());
  }

  /** A character or a sign, and what it would stand for if it were not taken for itself. */
  private static void append(Random random, StringBuilder one, StringBuilder other) {
    String plain = "abcXYZ019-$ ä'\"`.";
    String letter = String.valueOf(plain.charAt(random.nextInt(plain.length())));
    switch (random.nextInt(8)) {
      case 0, 1 -> {
        one.append('_');
        other.append(letter);
      }
      case 2 -> {
        one.append('%');
        other.append("zz".substring(random.nextInt(3)));
      }
      case 3 -> { // would be an escape
        one.append("\\_");
        other.append('_');
      }
      case 4 -> {
        one.append("\\%");
        other.append('%');
      }
      case 5 -> {
        one.append("\\\\");
        other.append('\\');
      }
      default -> {
        one.append(letter);
        other.append(letter);
      }
    }
  }

  private void statements(String beginning, List<String> names) {
    lab.server.execute(
        names.stream().map(each -> beginning + TestServer.identifier(each)).toArray(String[]::new));
  }

  private GrantSpec grant(List<String> databases) {
    List<Map<String, Object>> entries =
        databases.stream()
            .<Map<String, Object>>map(
                database ->
                    Map.of(
                        "level", "database", "database", database, "privileges", List.of("SELECT")))
            .toList();
    Claim grantee = Claim.of(Kind.USER, Lab.owner(name), Section.empty("spec.mysql"));
    return GrantSpec.builder(name, Lab.owner("grant"), grantee)
        .section(Lab.section(Map.of("grants", entries)))
        .build();
  }

  @Test
  void whoMayUseOneNameNeverReachesTheOther() throws SQLException {
    generate();
    List<String> used = List.copyOf(pairs.keySet());
    List<String> others = List.copyOf(pairs.values());
    there.addAll(used);
    there.addAll(others.subList(0, SAMPLE));
    statements("CREATE DATABASE ", there);
    converge(grants, grant(used));

    assertThat(givenFor(others)).as("what is given fits no second name").isEmpty();
    assertThat(givenFor(used)).as("and fits each first name").containsExactlyElementsOf(used);
    assertThat(visible()).containsExactlyInAnyOrderElementsOf(used);
  }

  /** Those of the names that fit something in the list of grants, as the servers compare them. */
  private List<String> givenFor(List<String> names) {
    List<String> found = new ArrayList<>();
    for (int from = 0; from < names.size(); from += 50) {
      String each =
          names.subList(from, Math.min(from + 50, names.size())).stream()
              .map(
                  other ->
                      "(SELECT COUNT(*) FROM mysql.db WHERE User = '"
                          + name
                          + "' AND "
                          + TestServer.literal(other)
                          + " LIKE Db)")
              .collect(Collectors.joining(", "));
      List<String> counts = lab.server.askAll("SELECT " + each);
      for (int i = 0; i < counts.size(); i++) {
        if (!counts.get(i).equals("0")) {
          found.add(names.get(from + i));
        }
      }
    }
    return found;
  }

  /** What the server shows to the user itself, but for what it shows to everybody. */
  private List<String> visible() throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = lab.server.connect(name, PASSWORD.reveal(), "");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW DATABASES")) {
      while (row.next()) {
        if (row.getString(1).startsWith("p") && !row.getString(1).equals("performance_schema")) {
          found.add(row.getString(1));
        }
      }
    }
    return found;
  }

  @Test
  void aNameThatTheListOfGrantsWouldCutIsRefused() {
    String longest = "p" + "_".repeat(31) + "z";
    String fits = "p" + "_".repeat(31);
    there.addAll(List.of(longest, fits));
    statements("CREATE DATABASE ", there);
    EngineException refused = failure(() -> grants.plan(grant(List.of(longest + "_"))));
    assertThat(refused.kind()).isEqualTo(ErrorKind.INVALID);
    assertThat(refused.path()).contains("spec.mysql.grants[0].database");
    converge(grants, grant(List.of(longest, fits)));
    assertThat(lab.server.ask("SELECT CHAR_LENGTH(Db) FROM mysql.db WHERE User = '" + name + "'"))
        .containsExactlyInAnyOrder("63", "64");
  }
}
