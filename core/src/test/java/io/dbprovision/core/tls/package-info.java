@NullMarked
package io.dbprovision.core.tls;

import org.jspecify.annotations.NullMarked;
