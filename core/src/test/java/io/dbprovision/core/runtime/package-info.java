@NullMarked
package io.dbprovision.core.runtime;

import org.jspecify.annotations.NullMarked;
