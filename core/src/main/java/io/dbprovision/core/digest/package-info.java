/** What tells texts apart. */
@NullMarked
package io.dbprovision.core.digest;

import org.jspecify.annotations.NullMarked;
