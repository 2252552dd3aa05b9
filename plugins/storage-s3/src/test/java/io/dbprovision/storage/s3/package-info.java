@NullMarked
package io.dbprovision.storage.s3;

import org.jspecify.annotations.NullMarked;
