package io.dbprovision.core.kube;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.spi.SecretText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@link Secrets} by plain requests. */
final class KubeSecrets implements Secrets {
  private static final String KIND = "Secret";

  private final Rest rest;
  private final ApiObserver observer;

  KubeSecrets(Rest rest, ApiObserver observer) {
    this.rest = rest;
    this.observer = observer;
  }

  @Override
  public Optional<Secret> get(String namespace, String name) {
    return rest.get(Paths.secret(namespace, name)).map(KubeSecrets::secret);
  }

  @Override
  public Secret create(Draft draft) {
    Map<String, Object> body = body(draft, draft.labels(), draft.annotations());
    try {
      Secret made = secret(rest.post(Paths.secrets(draft.namespace()) + manager(), body));
      observer.wrote(KIND, "create");
      return made;
    } catch (KubeException e) {
      // a retried create may meet its own success
      Optional<Secret> there =
          e.kind() == KubeException.Kind.EXISTS
              ? get(draft.namespace(), draft.name())
                  .filter(secret -> secret.data().equals(draft.data()))
              : Optional.empty();
      return there.orElseThrow(() -> e);
    }
  }

  @Override
  public Secret update(Secret current, Draft draft) {
    Map<String, String> labels = new TreeMap<>(current.labels());
    labels.putAll(draft.labels());
    Map<String, String> annotations = new TreeMap<>(current.annotations());
    annotations.putAll(draft.annotations());
    if (!current.type().equals(draft.type())) {
      // the type of a Secret cannot be changed
      delete(current);
      return create(
          new Draft(
              draft.namespace(),
              draft.name(),
              draft.type(),
              labels,
              annotations,
              draft.data(),
              draft.owner()));
    }
    Map<String, Object> body = body(draft, labels, annotations);
    Map<String, Object> metadata = new LinkedHashMap<>(Fields.of(body).object("metadata").values());
    metadata.put("uid", current.uid());
    metadata.put("resourceVersion", current.resourceVersion());
    body.put("metadata", metadata);
    Secret updated =
        secret(rest.put(Paths.secret(draft.namespace(), draft.name()) + manager(), body));
    observer.wrote(KIND, "update");
    return updated;
  }

  @Override
  public void delete(Secret current) {
    try {
      rest.delete(
          Paths.secret(current.namespace(), current.name()),
          Map.of("preconditions", Map.of("uid", current.uid())));
      observer.wrote(KIND, "delete");
    } catch (KubeException e) {
      if (e.kind() != KubeException.Kind.NOT_FOUND) {
        throw e;
      }
    }
  }

  @Override
  public void release(Secret current, ResourceKey owner) {
    Map<String, @Nullable Object> gone = new LinkedHashMap<>();
    current.labels().keySet().stream()
        .filter(KubeSecrets::ours)
        .forEach(key -> gone.put(key, null));
    Map<String, @Nullable Object> marks = new LinkedHashMap<>();
    current.annotations().keySet().stream()
        .filter(KubeSecrets::ours)
        .forEach(key -> marks.put(key, null));
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("uid", current.uid());
    metadata.put("ownerReferences", List.of());
    metadata.put("labels", gone);
    metadata.put("annotations", marks);
    rest.patch(
        Paths.secret(current.namespace(), current.name()) + manager(),
        Rest.MERGE_PATCH,
        Map.of("metadata", metadata));
    observer.wrote(KIND, "release");
  }

  private static boolean ours(String key) {
    return key.startsWith(CustomKind.GROUP + "/");
  }

  private static String manager() {
    return "?fieldManager=" + Paths.MANAGER;
  }

  private static Map<String, Object> body(
      Draft draft, Map<String, String> labels, Map<String, String> annotations) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", draft.name());
    metadata.put("namespace", draft.namespace());
    metadata.put("labels", labels);
    metadata.put("annotations", annotations);
    OwnerReference owner = draft.owner();
    if (owner != null) {
      metadata.put(
          "ownerReferences",
          List.of(
              Map.of(
                  "apiVersion",
                  owner.key().kind().apiVersion(),
                  "kind",
                  owner.key().kind().name(),
                  "name",
                  owner.key().name(),
                  "uid",
                  owner.uid(),
                  "controller",
                  true,
                  "blockOwnerDeletion",
                  true)));
    }
    Map<String, String> data = new TreeMap<>();
    draft
        .data()
        .forEach(
            (key, text) ->
                data.put(
                    key,
                    Base64.getEncoder()
                        .encodeToString(text.reveal().getBytes(StandardCharsets.UTF_8))));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("apiVersion", "v1");
    body.put("kind", KIND);
    body.put("metadata", metadata);
    body.put("type", draft.type());
    body.put("data", data);
    return body;
  }

  private static Secret secret(Map<String, Object> object) {
    Fields fields = Fields.of(object);
    Fields metadata = fields.object("metadata");
    Map<String, SecretText> data = new LinkedHashMap<>();
    fields
        .textMap("data")
        .forEach(
            (key, text) ->
                data.put(
                    key,
                    SecretText.of(
                        new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8))));
    String controller =
        metadata.objects("ownerReferences").stream()
            .filter(reference -> reference.flag("controller", false))
            .flatMap(reference -> reference.text("uid").stream())
            .findFirst()
            .orElse(null);
    return new Secret(
        metadata.text("namespace", ""),
        metadata.text("name", ""),
        metadata.text("uid", ""),
        metadata.text("resourceVersion", ""),
        fields.text("type", "Opaque"),
        metadata.textMap("labels"),
        metadata.textMap("annotations"),
        data,
        controller);
  }
}
