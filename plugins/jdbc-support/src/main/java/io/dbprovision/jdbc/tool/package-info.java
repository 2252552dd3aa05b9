/**
 * Client programs of database servers: found, started so that no secret shows, judged by all they
 * say, and ended with all they started.
 */
@NullMarked
package io.dbprovision.jdbc.tool;

import org.jspecify.annotations.NullMarked;
