package io.dbprovision.core.secret;

import io.dbprovision.core.api.Keys;
import io.dbprovision.core.secret.template.TemplateException;
import io.dbprovision.spi.SecretText;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Computes what a credential Secret holds. Without state. */
public final class CredentialPayload {
  private static final String PATH = "spec.passwordSecret.secretTemplate.";
  private static final int MAX_KEY = 253;
  private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]{1," + MAX_KEY + "}");

  /** What Kubernetes takes for one Secret. */
  private static final long MAX_BYTES = 1024L * 1024;

  private CredentialPayload() {}

  /**
   * Without template data exactly the keys username, password, host and port; with it exactly the
   * rendered keys.
   *
   * @throws SecretSpecException naming the entry, when it is no valid key or its template fails
   */
  public static SecretContent of(SecretTemplateSpec template, TemplateValues values)
      throws SecretSpecException {
    refuseReservedAnnotation(template);
    String type = template.type().isEmpty() ? SecretContent.PLAIN : template.type();
    Map<String, String> labels = new HashMap<>();
    labels.put(SecretKeys.MANAGED_BY_LABEL, SecretKeys.MANAGED_BY);
    labels.put(SecretKeys.USER_LABEL, LabelValues.of(values.name()));
    labels.putAll(template.labels());
    labels.put(SecretKeys.CREDENTIALS_LABEL, "true");
    Map<String, SecretText> data =
        template.data().isEmpty() ? defaults(values) : rendered(template.data(), values);
    return new SecretContent(type, labels, template.annotations(), data);
  }

  /**
   * By its own annotations the operator knows what is in a Secret and whose it is; whom it is
   * shared with is the user's to say.
   */
  private static void refuseReservedAnnotation(SecretTemplateSpec template)
      throws SecretSpecException {
    for (String key : new TreeMap<>(template.annotations()).keySet()) {
      if (key.startsWith(Keys.PREFIX) && !key.equals(Keys.ALLOW_FROM)) {
        throw new SecretSpecException(PATH + "annotations[" + key + "]", "this key is reserved");
      }
    }
  }

  private static Map<String, SecretText> defaults(TemplateValues values) {
    return Map.of(
        SecretKeys.USERNAME, SecretText.of(values.username()),
        SecretKeys.PASSWORD, values.password(),
        SecretKeys.HOST, SecretText.of(values.host()),
        SecretKeys.PORT, SecretText.of(Integer.toString(values.port())));
  }

  private static Map<String, SecretText> rendered(
      Map<String, String> templates, TemplateValues values) throws SecretSpecException {
    Map<String, SecretText> data = new HashMap<>();
    long bytes = 0;
    // in order, so that of several mistakes always the same one is told
    for (Map.Entry<String, String> entry : new TreeMap<>(templates).entrySet()) {
      String key = entry.getKey();
      String shown = key.length() <= MAX_KEY ? key : key.substring(0, MAX_KEY) + "...";
      String path = PATH + "data[" + shown + "]";
      SecretText text = render(path, entry, values);
      bytes += text.reveal().getBytes(StandardCharsets.UTF_8).length;
      if (bytes > MAX_BYTES) {
        throw new SecretSpecException(path, "the Secret would be larger than 1 MiB");
      }
      data.put(key, text);
    }
    return data;
  }

  private static SecretText render(
      String path, Map.Entry<String, String> entry, TemplateValues values)
      throws SecretSpecException {
    String key = entry.getKey();
    if (!KEY.matcher(key).matches() || key.equals(".") || key.startsWith("..")) {
      throw new SecretSpecException(
          path,
          "a Secret's key has 1 to 253 of the characters a-z A-Z 0-9 - _ . and no leading ..");
    }
    try {
      return SecretTemplate.parse(entry.getValue()).render(values);
    } catch (TemplateException e) {
      throw new SecretSpecException(path, String.valueOf(e.getMessage()));
    }
  }
}
