/** Azure Blob Storage: block blobs of one container. */
@NullMarked
package io.dbprovision.azure;

import org.jspecify.annotations.NullMarked;
