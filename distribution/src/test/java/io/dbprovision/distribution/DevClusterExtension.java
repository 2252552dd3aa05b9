package io.dbprovision.distribution;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives every test class of a JVM that asks for it the same {@link DevCluster}, stopped after the
 * last. Beside other JVMs of tests, a JVM gets its classes one by one and each is a run of its own:
 * what is of a run would be started for each class.
 */
public final class DevClusterExtension implements ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == DevCluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return shared(context);
  }

  /** For extensions that build on the cluster. */
  public static DevCluster shared(ExtensionContext context) {
    return context
        .getStore(
            ExtensionContext.StoreScope.LAUNCHER_SESSION,
            ExtensionContext.Namespace.create(DevCluster.class))
        .computeIfAbsent(
            DevCluster.class,
            key -> DevCluster.start(Repo.work().resolve("cluster")),
            DevCluster.class);
  }
}
