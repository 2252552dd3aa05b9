@NullMarked
package io.dbprovision.core.observability;

import org.jspecify.annotations.NullMarked;
