@NullMarked
package io.dbprovision.azure;

import org.jspecify.annotations.NullMarked;
