/** What is watched of the operator: its metrics, the rules and dashboards that go by them. */
@NullMarked
package io.dbprovision.distribution.monitoring;

import org.jspecify.annotations.NullMarked;
