/**
 * Databases: {@code DatabaseOptions} and {@code DatabaseChecks} are the manifest's side, {@code
 * DatabaseState} the server's, {@code DatabasePlanner} compares the two, {@code DatabaseCreation}
 * and {@code DatabaseRemoval} make and take them away.
 */
@NullMarked
package io.dbprovision.mysql.database;

import org.jspecify.annotations.NullMarked;
