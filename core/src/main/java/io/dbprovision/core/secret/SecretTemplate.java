package io.dbprovision.core.secret;

import io.dbprovision.core.secret.template.GoTemplate;
import io.dbprovision.core.secret.template.TemplateException;
import io.dbprovision.spi.SecretText;

/**
 * One entry of {@code secretTemplate.data}, with the variables and functions documented for it.
 * Immutable; any thread may render it.
 */
public final class SecretTemplate {
  private final GoTemplate template;

  private SecretTemplate(GoTemplate template) {
    this.template = template;
  }

  /**
   * @throws TemplateException with line and column, when the text is no template or names a
   *     function that does not exist
   */
  public static SecretTemplate parse(String text) throws TemplateException {
    return new SecretTemplate(GoTemplate.parse(text, CredentialFunctions.ALL));
  }

  /**
   * @throws TemplateException with line and column and without any value, when a field does not
   *     exist, a function refuses its argument, or a limit of {@link GoTemplate} is reached
   */
  public SecretText render(TemplateValues values) throws TemplateException {
    return SecretText.of(template.render(values.asFields()));
  }

  /** Nothing of the text: people write secrets into templates. */
  @Override
  public String toString() {
    return template.toString();
  }
}
