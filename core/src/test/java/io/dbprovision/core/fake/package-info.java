/** Hand-written stand-ins for the API server: for speed, not for proof. */
@NullMarked
package io.dbprovision.core.fake;

import org.jspecify.annotations.NullMarked;
