package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;

/** The text for people on a server object, beside our own record. */
interface ServerComment {
  /**
   * The object's own words, else what the instance wants on all of its server's objects.
   *
   * @return empty when neither asks for any
   * @throws io.dbprovision.spi.EngineException INVALID when its template is wrong
   */
  String render(CustomResource instance, CustomResource resource);
}
