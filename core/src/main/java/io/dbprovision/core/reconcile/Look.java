package io.dbprovision.core.reconcile;

import io.dbprovision.spi.Desired;

/** One of many objects that are compared at once, and what it should look like. */
record Look<D extends Desired>(Request request, D desired) {}
