/**
 * Dumps and restores by PostgreSQL's own client programs: who may read and fill for a while, what
 * the programs are asked for and how their work is judged, and how a restored database takes the
 * place of another.
 */
@NullMarked
package io.dbprovision.postgres.copy;

import org.jspecify.annotations.NullMarked;
