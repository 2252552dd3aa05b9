@NullMarked
package io.dbprovision.storage.pvc;

import org.jspecify.annotations.NullMarked;
