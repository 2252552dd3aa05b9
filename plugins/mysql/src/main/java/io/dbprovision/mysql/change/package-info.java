/**
 * Changes and how they are applied. {@code Subject} is the object a plan is about and who may touch
 * it, {@code MyChange} is one difference with the {@code Step} that makes it disappear, {@code
 * ChangeRunner} applies them one after another: these servers have no transactions over DDL, so
 * each step leaves a state from which the next plan goes on.
 */
@NullMarked
package io.dbprovision.mysql.change;

import org.jspecify.annotations.NullMarked;
