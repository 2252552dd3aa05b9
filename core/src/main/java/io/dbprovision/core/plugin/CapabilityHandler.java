package io.dbprovision.core.plugin;

import io.dbprovision.spi.Dump;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Load;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Passes the calls of one capability through the guard. */
final class CapabilityHandler implements InvocationHandler {
  private final Class<?> type;
  private final Object target;
  private final PluginGuard guard;
  private final CallLane lane;

  CapabilityHandler(Class<?> type, Object target, PluginGuard guard, CallLane lane) {
    this.type = type;
    this.target = target;
    this.guard = guard;
    this.lane = lane;
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
    if (method.getDeclaringClass() == Object.class) {
      return ofObject(proxy, method, arguments);
    }
    @Nullable Object[] passed = arguments == null ? new Object[0] : arguments.clone();
    for (int i = 0; i < passed.length; i++) {
      if (passed[i] instanceof Plan plan) {
        passed[i] = HostChange.restore(plan);
      }
    }
    Handover<AutoCloseable> handover = new Handover<>(this::givenUp);
    try {
      boolean silent = method.getReturnType() == void.class;
      Object result =
          guard.call(
              lane,
              type.getSimpleName() + "." + method.getName(),
              guard.deadlines().of(method.getName()),
              () -> {
                Object returned = received(run(method, passed));
                if (returned instanceof AutoCloseable opened) {
                  handover.give(opened);
                }
                return silent ? type : returned;
              });
      return silent ? null : result;
    } catch (EngineException e) {
      handover.giveUp().ifPresent(this::givenUp);
      throw e;
    }
  }

  // a tool that runs for nobody
  private void givenUp(AutoCloseable opened) {
    switch (opened) {
      case Dump dump -> dump.close();
      case Load load -> load.close();
      default -> throw new IllegalStateException("no other is received: " + opened.getClass());
    }
  }

  private @Nullable Object run(Method method, @Nullable Object[] arguments) throws Exception {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception thrown) {
        throw thrown;
      }
      if (e.getCause() instanceof Error thrown) {
        throw thrown;
      }
      throw e;
    }
  }

  // what a plugin made is read here, behind the guard, and copied
  private @Nullable Object received(@Nullable Object result) {
    return switch (result) {
      case Dump dump -> new GuardedDump(dump, guard);
      case Load load -> new GuardedLoad(load, guard);
      case Plan plan -> HostChange.read(plan);
      case List<?> list -> list.stream().map(CapabilityHandler::item).toList();
      case Set<?> set -> Collections.unmodifiableSet(new LinkedHashSet<>(set));
      case Map<?, ?> map -> Collections.unmodifiableMap(new LinkedHashMap<>(map));
      case null, default -> result;
    };
  }

  private static Object item(Object item) {
    return item instanceof PlanOutcome outcome ? HostChange.read(outcome) : item;
  }

  private Object ofObject(Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "equals" -> arguments != null && isMine(arguments[0]);
      case "hashCode" -> System.identityHashCode(proxy);
      default -> type.getSimpleName() + " of plugin " + guard.plugin();
    };
  }

  private boolean isMine(@Nullable Object other) {
    return other != null
        && Proxy.isProxyClass(other.getClass())
        && Proxy.getInvocationHandler(other).equals(this);
  }
}
