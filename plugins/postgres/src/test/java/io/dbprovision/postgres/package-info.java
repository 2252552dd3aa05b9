@NullMarked
package io.dbprovision.postgres;

import org.jspecify.annotations.NullMarked;
