/**
 * The last backup of a database that is about to be dropped: it is closed, copied, the copy is
 * verified, and only then it is let go.
 */
@NullMarked
package io.dbprovision.core.backup.last;

import org.jspecify.annotations.NullMarked;
