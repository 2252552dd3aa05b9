package io.dbprovision.core.config;

/** Whether objects may refer to objects of other namespaces. */
public enum CrossNamespace {
  /** Where the referenced object or its namespace allows it by annotation. */
  CONSENT,
  /** Always; for clusters in which everybody trusts everybody. */
  ALLOW,
  /** Never, whatever annotations say. */
  DENY
}
