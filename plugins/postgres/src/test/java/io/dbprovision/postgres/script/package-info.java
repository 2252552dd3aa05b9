@NullMarked
package io.dbprovision.postgres.script;

import org.jspecify.annotations.NullMarked;
