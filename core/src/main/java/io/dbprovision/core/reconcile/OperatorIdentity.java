package io.dbprovision.core.reconcile;

/**
 * Who this operator is on the servers.
 *
 * @param cluster stays the same for the life of the Kubernetes cluster
 * @param operator the operator's instance id within it
 */
public record OperatorIdentity(String cluster, String operator) {}
