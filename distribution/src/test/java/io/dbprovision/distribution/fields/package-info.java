/**
 * What every field of every kind does: changed there and back on real servers, and told in docs.
 */
@NullMarked
package io.dbprovision.distribution.fields;

import org.jspecify.annotations.NullMarked;
