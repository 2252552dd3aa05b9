@NullMarked
package io.dbprovision.core.config;

import org.jspecify.annotations.NullMarked;
