package io.dbprovision.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

class BrokenContractTest {
  private static final String RULE =
      "The contract of Roles is broken: a new role is a member of the roles it asks for.\n";

  @Test
  void aFailureBeginsWithTheRuleThatIsBroken() {
    AssertionError found = new AssertionError("expected 2 but was 1");
    assertThat(told(found)).hasMessage(RULE + "expected 2 but was 1").hasCause(found);
  }

  @Test
  void anExceptionThatNobodyExpectedBreaksTheRuleToo() {
    assertThat(told(new IllegalStateException("closed")))
        .isInstanceOf(AssertionError.class)
        .hasMessage(RULE + "it ended with java.lang.IllegalStateException: closed");
  }

  @Test
  void aTestThatIsLeftOutStaysLeftOut() {
    TestAbortedException leftOut = new TestAbortedException("no large objects here");
    assertThat(told(leftOut)).isSameAs(leftOut);
  }

  private static Throwable told(Throwable found) {
    return catchThrowable(
        () -> new BrokenContract().handleTestExecutionException(context(), found));
  }

  private static ExtensionContext context() throws NoSuchMethodException {
    Method test = RolesContract.class.getMethod("aNewRoleIsAMemberOfTheRolesItAsksFor");
    return (ExtensionContext)
        Proxy.newProxyInstance(
            BrokenContractTest.class.getClassLoader(),
            new Class<?>[] {ExtensionContext.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("getRequiredTestMethod");
              return test;
            });
  }
}
