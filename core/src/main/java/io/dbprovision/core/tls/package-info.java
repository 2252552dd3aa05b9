/** Certificates of the operator's own, and TLS with them. */
@NullMarked
package io.dbprovision.core.tls;

import org.jspecify.annotations.NullMarked;
