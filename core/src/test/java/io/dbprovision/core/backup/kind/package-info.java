@NullMarked
package io.dbprovision.core.backup.kind;

import org.jspecify.annotations.NullMarked;
