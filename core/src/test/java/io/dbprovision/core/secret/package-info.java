@NullMarked
package io.dbprovision.core.secret;

import org.jspecify.annotations.NullMarked;
