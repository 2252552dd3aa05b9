/**
 * What a worker does with a backup's data, and how workers are run: in a process of their own or as
 * a Kubernetes Job. Nothing here knows the kinds of objects that ask for it.
 */
@NullMarked
package io.dbprovision.core.backup.work;

import org.jspecify.annotations.NullMarked;
