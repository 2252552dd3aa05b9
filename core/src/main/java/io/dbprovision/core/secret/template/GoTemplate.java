package io.dbprovision.core.secret.template;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A parsed template of Go's {@code text/template} language. Immutable; any thread may render it.
 *
 * <p>Differs from Go where Go would hide a mistake or can't be bounded: a key that a map lacks is
 * an error, texts are UTF-8, and a rendering ends with an error past 1 MiB of output, 200,000
 * steps, 32 MiB of text worked on, or 400 levels. Complex numbers and functions as values do not
 * exist.
 */
public final class GoTemplate {
  private static final int MAX_SOURCE = 256 * 1024;

  private final Program program;

  private GoTemplate(Program program) {
    this.program = program;
  }

  /**
   * @param text may be empty; at most 256 Ki characters
   * @throws TemplateException when it does not parse or names a function that does not exist
   */
  public static GoTemplate parse(String text, TemplateFunctions functions)
      throws TemplateException {
    if (text.length() > MAX_SOURCE) {
      throw new TemplateException(1, 1, "the template is longer than 256 KiB");
    }
    return new GoTemplate(Parser.parse(text, functions));
  }

  /**
   * Renders with the fields of the map as {@code .Name}; see {@link Value#of} for what they may be.
   *
   * @throws TemplateException when a field does not exist, a function refuses, or a limit is
   *     reached
   */
  public String render(Map<String, ?> data) throws TemplateException {
    Value root = Value.fields(data);
    Budget budget = new Budget();
    BoundedText output = new BoundedText(budget);
    try {
      new Interpreter(program, budget, output, root).run(program.root(), root);
    } catch (LimitExceeded e) {
      throw new TemplateException(1, 1, String.valueOf(e.getMessage()));
    }
    String rendered = output.value().text();
    if (rendered.getBytes(StandardCharsets.UTF_8).length > Budget.MAX_TEXT) {
      throw new TemplateException(1, 1, "the template makes a text larger than 1 MiB");
    }
    return rendered;
  }

  @Override
  public String toString() {
    return "GoTemplate[" + program.source() + "]";
  }
}
