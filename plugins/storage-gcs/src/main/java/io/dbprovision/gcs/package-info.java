/** Google Cloud Storage by its JSON interface. */
@NullMarked
package io.dbprovision.gcs;

import org.jspecify.annotations.NullMarked;
