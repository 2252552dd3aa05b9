package io.dbprovision.core.fake;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.kube.Events;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Events in a list, each as {@code Reason object: message}. */
public final class FakeEvents implements Events {
  private final List<String> seen = new CopyOnWriteArrayList<>();

  public List<String> seen() {
    return List.copyOf(seen);
  }

  @Override
  public void normal(CustomResource about, String reason, String message) {
    seen.add(reason + " " + about.name() + ": " + message);
  }

  @Override
  public void warning(CustomResource about, String reason, String message) {
    seen.add(reason + " " + about.name() + ": " + message);
  }
}
