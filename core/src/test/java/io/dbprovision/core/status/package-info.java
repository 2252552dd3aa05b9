@NullMarked
package io.dbprovision.core.status;

import org.jspecify.annotations.NullMarked;
