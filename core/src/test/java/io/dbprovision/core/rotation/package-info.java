@NullMarked
package io.dbprovision.core.rotation;

import org.jspecify.annotations.NullMarked;
