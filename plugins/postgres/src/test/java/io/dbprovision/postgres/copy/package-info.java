@NullMarked
package io.dbprovision.postgres.copy;

import org.jspecify.annotations.NullMarked;
