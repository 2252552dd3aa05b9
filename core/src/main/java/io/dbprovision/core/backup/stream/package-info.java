/**
 * How a dump lies in a store: compressed, sealed in segments, cut into parts, told of by a manifest
 * that is written last. {@code docs/backup-format.md} is the page for readers in other languages.
 */
@NullMarked
package io.dbprovision.core.backup.stream;

import org.jspecify.annotations.NullMarked;
