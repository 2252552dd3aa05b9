package io.dbprovision.postgres.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScriptLexerTest {
  @Test
  void semicolonsThatEndNothingEndNothing() {
    assertThat(
            ScriptLexer.split(
                "SELECT 'a;b', E'it\\';s', \"x;y\" /* ; /* ; */ ; */ -- ;\n, $$;$$, $t$;$$;$t$;"
                    + "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2);"
                    + "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC"
                    + " SELECT CASE WHEN true THEN 1 END; SELECT 2; END; SELECT a$1;b$2 FROM t"))
        .hasSize(5)
        .element(3)
        .isEqualTo("SELECT a$1");
  }

  @Test
  void commentsAndEmptyStatementsAreLeftOut() {
    assertThat(ScriptLexer.split(" ; -- nothing\n ; /* nor here */ ;; SELECT 1 ; "))
        .singleElement()
        .asString()
        .endsWith("SELECT 1");
    assertThat(ScriptLexer.split("")).isEmpty();
  }

  @Test
  void whatIsLeftOpenRunsToTheEnd() {
    for (String open : new String[] {"SELECT 'x;", "SELECT \"x;", "SELECT $a$;", "SELECT 1 /* ;"}) {
      assertThat(ScriptLexer.split(open)).containsExactly(open);
    }
  }

  @Test
  void transactionControlIsSeenBehindComments() {
    assertThat(Transactions.control("/* x */ -- y\n commit")).isTrue();
    assertThat(Transactions.control("PREPARE TRANSACTION 'x'")).isTrue();
    assertThat(Transactions.control("ROLLBACK TO SAVEPOINT s")).isFalse();
    assertThat(Transactions.control("PREPARE p AS SELECT 1")).isFalse();
    assertThat(Transactions.control("SELECT 'commit'")).isFalse();
  }
}
