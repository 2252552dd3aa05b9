package io.dbprovision.distribution.operator;

import io.dbprovision.distribution.DevCluster;
import io.dbprovision.distribution.DevClusterExtension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives every test its {@link Scene}. */
final class SceneExtension implements ParameterResolver {
  private static final Namespace KEYS = Namespace.create(SceneExtension.class);

  /** A scene for each test, also when the constructor asks for it. */
  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Scene.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    // first the cluster: the store closes what came last first
    DevCluster cluster = DevClusterExtension.shared(context);
    World world =
        context
            .getStore(StoreScope.LAUNCHER_SESSION, KEYS)
            .computeIfAbsent(World.class, key -> World.start(cluster), World.class);
    world.operator().ensureRunning();
    // a run is one class, unless the JVM has all of them to itself
    context
        .getRoot()
        .getStore(KEYS)
        .computeIfAbsent(Leftovers.class, key -> Leftovers.removed(cluster), Leftovers.class);
    return context
        .getStore(KEYS)
        .computeIfAbsent(Scene.class, key -> new Scene(world), Scene.class);
  }
}
