package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;

/** The text that an instance wants on the objects of its server, beside our own record. */
interface ServerComment {
  /**
   * @return empty when the instance asks for none
   * @throws io.dbprovision.spi.EngineException INVALID when its template is wrong
   */
  String render(CustomResource instance, CustomResource resource);
}
