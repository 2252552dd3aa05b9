package io.dbprovision.spi.testkit.memory;

/** What a session can be asked; a test may make each fail or wait. */
public enum Operation {
  OPEN,
  INFO,
  PLAN,
  PLAN_ALL,
  REMOVAL,
  APPLY,
  NAMES,
  OWNER_OF,
  RENEW,
  OWNED_BY,
  FIND,
  CHANGE_PASSWORD,
  RUN_SCRIPT,
  ADMIT,
  DISMISS,
  DUMP,
  PREPARE,
  COMPLETE,
  ABANDON,
  LOAD,
  CONTENTS,
  QUIESCE,
  RESUME,
  CLOSE
}
