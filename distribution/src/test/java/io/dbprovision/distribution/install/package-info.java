/** The ways to install the operator: kustomize and Helm, and the rights that they give. */
@NullMarked
package io.dbprovision.distribution.install;

import org.jspecify.annotations.NullMarked;
