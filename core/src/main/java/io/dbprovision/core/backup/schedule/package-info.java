/** When backups are made by themselves, and which of them are kept. */
@NullMarked
package io.dbprovision.core.backup.schedule;

import org.jspecify.annotations.NullMarked;
