@NullMarked
package io.dbprovision.store;

import org.jspecify.annotations.NullMarked;
