/**
 * Objects in a bucket of S3, or of a server that speaks its protocol. Nothing is made before the
 * first request; an upload keeps one part in memory, and its last request creates the object on
 * condition that there is none.
 */
@NullMarked
package io.dbprovision.storage.s3;

import org.jspecify.annotations.NullMarked;
