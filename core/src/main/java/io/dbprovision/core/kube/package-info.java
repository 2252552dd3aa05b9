/** Everything that talks to the API server; the only package that knows the Kubernetes client. */
@NullMarked
package io.dbprovision.core.kube;

import org.jspecify.annotations.NullMarked;
