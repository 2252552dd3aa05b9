/** How an object's status is built, compared and written. */
@NullMarked
package io.dbprovision.core.status;

import org.jspecify.annotations.NullMarked;
