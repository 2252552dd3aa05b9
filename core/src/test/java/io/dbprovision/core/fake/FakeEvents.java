package io.dbprovision.core.fake;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.kube.Events;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Events in a list. */
public final class FakeEvents implements Events {
  public final List<String> seen = new CopyOnWriteArrayList<>();

  @Override
  public void normal(CustomResource about, String reason, String message) {
    seen.add(reason + " " + about.name() + ": " + message);
  }

  @Override
  public void warning(CustomResource about, String reason, String message) {
    seen.add(reason + " " + about.name() + ": " + message);
  }
}
