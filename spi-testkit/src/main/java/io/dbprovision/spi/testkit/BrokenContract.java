package io.dbprovision.spi.testkit;

import java.lang.reflect.Method;
import java.util.Locale;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.IncompleteExecutionException;

/**
 * Puts in front of what a test of a contract found which contract it is and which of its rules, so
 * that a report without stack traces says it too.
 */
public final class BrokenContract implements TestExecutionExceptionHandler {
  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable found)
      throws Throwable {
    if (found instanceof IncompleteExecutionException) {
      throw found; // left out, not failed
    }
    String what =
        found instanceof AssertionError
            ? String.valueOf(found.getMessage())
            : "it ended with " + found;
    throw new AssertionError(rule(context.getRequiredTestMethod()) + "\n" + what, found);
  }

  /** The names of the tests are the sentences of the contract. */
  static String rule(Method test) {
    String contract = test.getDeclaringClass().getSimpleName().replaceFirst("Contract$", "");
    return "The contract of %s is broken: %s.".formatted(contract, words(test.getName()));
  }

  private static String words(String camelCase) {
    return camelCase
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ")
        .toLowerCase(Locale.ROOT);
  }
}
