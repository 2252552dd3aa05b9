package io.dbprovision.core.cli.view;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many of the objects are well.
 *
 * @param odd of those that are Ready: with something to know
 */
public record Totals(int objects, int ready, int odd) {
  public static Totals of(Collection<Node> roots) {
    List<Health> all =
        roots.stream().flatMap(Node::all).map(node -> node.state().health()).toList();
    return new Totals(
        all.size(),
        (int) all.stream().filter(Health::ready).count(),
        (int) all.stream().filter(Health.ODD::equals).count());
  }

  public boolean allReady() {
    return ready == objects;
  }

  public String sentence() {
    String count = objects == 1 ? "1 object" : objects + " objects";
    String remarks = odd == 0 ? "" : ", " + odd + " of them with a remark";
    return allReady() && odd == 0 && objects > 0
        ? count + (objects == 1 ? ", Ready" : ", all Ready")
        : "%s: %d Ready%s, %d not".formatted(count, ready, remarks, objects - ready);
  }

  Map<String, Object> data() {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("objects", objects);
    data.put("ready", ready);
    data.put("withRemark", odd);
    data.put("notReady", objects - ready);
    return data;
  }
}
