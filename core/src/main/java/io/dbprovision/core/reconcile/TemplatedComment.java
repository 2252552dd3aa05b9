package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.secret.template.GoTemplate;
import io.dbprovision.core.secret.template.TemplateException;
import io.dbprovision.core.secret.template.TemplateFunctions;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.Map;
import java.util.Optional;

/**
 * {@link ServerComment} by the object's own {@code managedResourceComment}, else by the instance's
 * {@code spec.resourceTracking}.
 */
final class TemplatedComment implements ServerComment {
  private static final String STANDARD = "managed-by:{{.Operator}},cr:{{.Namespace}}/{{.Name}}";
  private static final String OPERATOR = "db-provision-operator";

  @Inject
  TemplatedComment() {}

  @Override
  public String render(CustomResource instance, CustomResource resource) {
    Optional<String> own = resource.spec().text("managedResourceComment");
    if (own.isPresent()) {
      return own.get();
    }
    Fields tracking = instance.spec().object("resourceTracking");
    if (tracking.isEmpty() || !tracking.flag("enabled", true)) {
      return "";
    }
    try {
      return GoTemplate.parse(
              tracking.text("commentFormat", STANDARD), TemplateFunctions.language())
          .render(
              Map.of(
                  "Operator", OPERATOR,
                  "Namespace", resource.namespace(),
                  "Name", resource.name()));
    } catch (TemplateException e) {
      throw EngineException.of(
              ErrorKind.INVALID,
              "spec.resourceTracking.commentFormat of DatabaseInstance %s: %s"
                  .formatted(instance.key().path(), e.getMessage()))
          .causedBy(e);
    }
  }
}
