package io.dbprovision.core.secret.template;

/** A function of a template. Pure and without state; any thread may call it. */
@FunctionalInterface
public interface TemplateFunction {

  /** In a pipeline the fed value is the last argument. */
  Value call(Arguments arguments) throws FunctionException;
}
