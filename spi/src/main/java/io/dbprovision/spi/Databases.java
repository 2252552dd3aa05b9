package io.dbprovision.spi;

/** Capability: the server has databases that can be made, changed and dropped. */
public interface Databases extends Managed<DatabaseSpec> {}
