/** Spans of the operator's work, sent to a collector by OTLP when a flag asks for it. */
@NullMarked
package io.dbprovision.core.tracing;

import org.jspecify.annotations.NullMarked;
