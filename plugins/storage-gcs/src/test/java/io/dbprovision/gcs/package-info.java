@NullMarked
package io.dbprovision.gcs;

import org.jspecify.annotations.NullMarked;
