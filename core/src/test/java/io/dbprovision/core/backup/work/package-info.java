@NullMarked
package io.dbprovision.core.backup.work;

import org.jspecify.annotations.NullMarked;
