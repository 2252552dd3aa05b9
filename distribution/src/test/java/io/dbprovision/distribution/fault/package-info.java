/**
 * Faults in the midst of backups: real workers, tools, servers and stores, with wires between them
 * that break. What a round did and what came of it goes into one table.
 */
@NullMarked
package io.dbprovision.distribution.fault;

import org.jspecify.annotations.NullMarked;
