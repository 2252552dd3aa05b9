package io.dbprovision.spi;

import java.util.Collection;
import java.util.Map;

/** Capability: tells who is connected, so that no login is taken from under its users. */
public interface LoginSessions {
  /**
   * How many sessions each of the logins has open now; a login without any may be left out. One
   * query.
   */
  Map<String, Integer> count(Collection<String> logins);
}
