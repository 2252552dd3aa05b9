@NullMarked
package io.dbprovision.core.kube;

import org.jspecify.annotations.NullMarked;
