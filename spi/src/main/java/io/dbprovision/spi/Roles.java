package io.dbprovision.spi;

/** Capability: the server has roles, which carry privileges for their members. */
public interface Roles extends Managed<RoleSpec> {}
