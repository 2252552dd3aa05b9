package io.dbprovision.core.instance;

import static io.dbprovision.core.status.Reasons.DELETION_PROTECTED;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.deletion.Cascade;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.status.Gates;
import java.util.List;

/**
 * Lets an instance go when nothing depends on it any more. Nothing on the server belongs to the
 * instance itself.
 */
public final class InstanceDeletion {
  private final Resources resources;
  private final Children children;
  private final Cascade cascade;

  @Inject
  InstanceDeletion(Resources resources, Children children, Cascade cascade) {
    this.resources = resources;
    this.children = children;
    this.cascade = cascade;
  }

  /** The instance is going with everything that belongs to it, and the user agreed to that. */
  public static boolean cascading(CustomResource instance) {
    return Cascade.consented(instance);
  }

  /** It is being deleted, by itself or with its namespace. */
  boolean goes(CustomResource instance) {
    return instance.deleting() || cascade.namespaceGoes(instance);
  }

  /** Clear when the instance has been let go. */
  Cascade.Step advance(CustomResource instance) {
    if (instance.spec().flag("deletionProtection", true)
        && !Gates.forced(instance)
        && !cascade.namespaceGoes(instance)) {
      return cascade.blocked(
          instance,
          DELETION_PROTECTED,
          "spec.deletionProtection is true; set it to false, or annotate the object with %s=true"
              .formatted(Keys.FORCE_DELETE));
    }
    List<CustomResource> ours = children.of(instance.key());
    Cascade.Step step =
        cascade.advance(
            instance, ours, children.dependingOn(ours), children.ofOthers(instance.key()), false);
    if (step instanceof Cascade.Step.Clear) {
      resources.removeFinalizers(instance);
    }
    return step;
  }
}
