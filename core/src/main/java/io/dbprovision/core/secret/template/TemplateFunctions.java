package io.dbprovision.core.secret.template;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The functions a template may call: those of the language and those of its user. Immutable. */
public final class TemplateFunctions {
  private static final Map<String, TemplateFunction> LANGUAGE =
      Map.ofEntries(
          // the evaluator runs these two itself, because they stop at the deciding argument
          Map.entry("and", TemplateFunctions::neverCalled),
          Map.entry("or", TemplateFunctions::neverCalled),
          Map.entry("not", a -> new Value.Flag(!a.exactly(1).value(0).isTrue())),
          Map.entry("eq", Comparisons::equal),
          Map.entry("ne", Comparisons::notEqual),
          Map.entry("lt", Comparisons::less),
          Map.entry("le", Comparisons::lessOrEqual),
          Map.entry("gt", Comparisons::greater),
          Map.entry("ge", Comparisons::greaterOrEqual),
          Map.entry("len", Collections::length),
          Map.entry("index", Collections::index),
          Map.entry("slice", Collections::slice),
          Map.entry("print", Printing::print),
          Map.entry("println", Printing::printLine),
          Map.entry("printf", Printf::call),
          Map.entry("html", Printing::html),
          Map.entry("js", Printing::javaScript),
          Map.entry("urlquery", Printing::urlQuery),
          Map.entry("call", TemplateFunctions::noFunctionValues));

  private final Map<String, TemplateFunction> functions;

  private TemplateFunctions(Map<String, TemplateFunction> functions) {
    this.functions = Map.copyOf(functions);
  }

  /** Those of the language alone. */
  public static TemplateFunctions language() {
    return new TemplateFunctions(LANGUAGE);
  }

  /** Adds functions; one of the same name replaces that of the language. */
  public TemplateFunctions with(Map<String, TemplateFunction> more) {
    Map<String, TemplateFunction> all = new HashMap<>(functions);
    all.putAll(more);
    return new TemplateFunctions(all);
  }

  boolean contains(String name) {
    return functions.containsKey(name);
  }

  Set<String> names() {
    return functions.keySet();
  }

  /** The parser has checked that there is one. */
  TemplateFunction get(String name) {
    TemplateFunction function = functions.get(name);
    if (function == null) {
      throw new IllegalArgumentException("no function " + name);
    }
    return function;
  }

  private static Value neverCalled(Arguments arguments) {
    throw new IllegalStateException("run by the evaluator");
  }

  private static Value noFunctionValues(Arguments arguments) throws FunctionException {
    String type = arguments.atLeast(1).value(0).typeName();
    throw new FunctionException("a value of type " + type + " can't be called");
  }
}
