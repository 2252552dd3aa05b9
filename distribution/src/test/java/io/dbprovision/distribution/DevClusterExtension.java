package io.dbprovision.distribution;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives every test class that asks for it the same {@link DevCluster}, stopped after the last. */
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
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(DevCluster.class))
        .computeIfAbsent(
            DevCluster.class,
            key -> DevCluster.start(Repo.work().resolve("cluster")),
            DevCluster.class);
  }
}
