@NullMarked
package io.dbprovision.core.admission;

import org.jspecify.annotations.NullMarked;
