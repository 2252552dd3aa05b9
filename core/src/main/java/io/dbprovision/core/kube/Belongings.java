package io.dbprovision.core.kube;

/**
 * What this process keeps for itself, beside any object, belongs to its service account: when that
 * is taken away with the rest of the operator, Kubernetes takes it along. Thread-safe.
 */
@FunctionalInterface
public interface Belongings {
  /** Makes a Secret one of them; may be repeated. Never throws: without, it only stays behind. */
  void take(String namespace, String secret);
}
