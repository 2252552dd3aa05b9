/** TLS from PEM text held in memory, for drivers that let a socket be made for them. */
@NullMarked
package io.dbprovision.jdbc.tls;

import org.jspecify.annotations.NullMarked;
