/** Users' own statements, run by a login that lives only as long as they take. */
@NullMarked
package io.dbprovision.postgres.script;

import org.jspecify.annotations.NullMarked;
