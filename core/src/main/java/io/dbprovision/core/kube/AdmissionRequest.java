package io.dbprovision.core.kube;

import io.dbprovision.core.api.CustomResource;
import java.util.Optional;

/**
 * What somebody asks the API server for, before it is stored.
 *
 * @param user who asks, as the API server knows them
 * @param dryRun whether nothing will be stored whatever is answered
 * @param object as it would be; as it is when it is to be deleted
 * @param before as it is; empty when it is to be made
 */
public record AdmissionRequest(
    String uid,
    Operation operation,
    String user,
    boolean dryRun,
    CustomResource object,
    Optional<CustomResource> before) {
  /** What is asked for. */
  public enum Operation {
    CREATE,
    UPDATE,
    DELETE
  }
}
