package io.dbprovision.spi;

/** Capability: the server has logins that can be made, changed and dropped. */
public interface Users extends Managed<UserSpec> {}
