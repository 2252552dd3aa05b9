@NullMarked
package io.dbprovision.core.secret.template;

import org.jspecify.annotations.NullMarked;
