package io.dbprovision.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExitCallsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "System.exit(3);",
        "Runtime.getRuntime().exit(3);",
        "Runtime.getRuntime().halt(3);",
        "java.util.function.IntConsumer end = System::exit; end.accept(3);",
        "java.util.function.IntConsumer end = Runtime.getRuntime()::halt; end.accept(3);",
        "java.util.function.IntConsumer end = code -> System.exit(code); end.accept(3);",
        "for (int i = 0; i < 9; i++) { Object o = i < 5 ? \"a\" : Integer.valueOf(i); if (i == 8) System.exit(o.hashCode()); }",
      })
  void endingTheProcessThrowsInstead(String statement) throws Exception {
    Runnable ending =
        compiled(
            "public class Ending implements Runnable { public void run() { " + statement + " } }");
    assertThat(catchThrowable(ending::run))
        .isInstanceOf(SecurityException.class)
        .hasMessage("a plugin must not end the operator's process");
  }

  @Test
  void interfacesAreRewrittenToo() throws Exception {
    Runnable ending =
        compiled(
            """
            public class Ending implements Runnable, Ends { public void run() { end(); } }
            interface Ends { default void end() { System.exit(1); } }
            """);
    assertThat(catchThrowable(ending::run)).isInstanceOf(SecurityException.class);
  }

  @Test
  void theRestOfARewrittenClassWorksAsBefore() throws Exception {
    Runnable harmless =
        compiled(
            """
            public class Ending implements Runnable {
              public void run() {
                int sum = 0;
                for (String s : new String[] {"1", "2", "x"}) {
                  try { sum += Integer.parseInt(s); } catch (NumberFormatException e) { sum += 10; }
                }
                Runnable check = () -> { if (System.nanoTime() == 0) System.exit(1); };
                check.run();
                if (sum != 13) throw new AssertionError(sum);
              }
            }
            """);
    harmless.run();
  }

  @Test
  void aClassWithoutSuchCallsIsLeftAsItIs() {
    byte[] original =
        PluginJar.named("x").source("Plain", "public class Plain {}").compiled("Plain.class");
    assertThat(new ExitCalls(path -> null).refuse(original)).isSameAs(original);
  }

  @Test
  void aClassFileThatCannotBeReadIsLeftToTheJvm() {
    byte[] mangled = {1, 2, 3};
    assertThat(new ExitCalls(path -> null).refuse(mangled)).isSameAs(mangled);
  }

  private static Runnable compiled(String source) throws Exception {
    Map<String, byte[]> classes = PluginJar.named("x").source("Ending", source).compiled();
    return (Runnable)
        new Rewriting(classes).loadClass("Ending").getDeclaredConstructor().newInstance();
  }

  private static final class Rewriting extends ClassLoader {
    private final Map<String, byte[]> classes;
    private final ExitCalls exitCalls = new ExitCalls(this::bytes);

    Rewriting(Map<String, byte[]> classes) {
      super(ClassLoader.getPlatformClassLoader());
      this.classes = classes;
    }

    private byte @Nullable [] bytes(String path) {
      return classes.get(path);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = bytes(name + ".class");
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] safe = exitCalls.refuse(bytes);
      return defineClass(name, safe, 0, safe.length);
    }
  }
}
