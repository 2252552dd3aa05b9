package io.dbprovision.core.secret.template;

import java.util.Map;

/** A parsed template: its body and the named ones it defines. */
record Program(
    Source source, TemplateFunctions functions, Block root, Map<String, Block> templates) {
  Program {
    templates = Map.copyOf(templates);
  }

  @Override
  public String toString() {
    return "Program[" + source + "]";
  }
}
