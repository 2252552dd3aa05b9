@NullMarked
package io.dbprovision.core.backup.schedule;

import org.jspecify.annotations.NullMarked;
