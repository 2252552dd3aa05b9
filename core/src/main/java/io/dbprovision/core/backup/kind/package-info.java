/**
 * {@code DatabaseBackup} and {@code DatabaseRestore}: what they refer to, the logins that workers
 * get and lose, the works they have done, and what their status says. No byte of a backup passes
 * here.
 */
@NullMarked
package io.dbprovision.core.backup.kind;

import org.jspecify.annotations.NullMarked;
