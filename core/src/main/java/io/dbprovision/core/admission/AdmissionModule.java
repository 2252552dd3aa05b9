package io.dbprovision.core.admission;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.runtime.MonotonicClock;
import java.time.InstantSource;

/** Binds the rules. */
public final class AdmissionModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(Spared.class).in(Singleton.class);
    bind(ProtectedDeletion.class).in(Singleton.class);
    bind(SecondObject.class).in(Singleton.class);
    bind(UnreadSections.class).in(Singleton.class);
    bind(Admission.class).in(Singleton.class);
    bind(AdmissionServer.Rules.class).to(AdmissionAnswers.class).in(Singleton.class);
  }

  @Provides
  @Singleton
  MonotonicClock clock(InstantSource wall) {
    return new MonotonicClock(wall);
  }

  @Provides
  @Singleton
  LetThrough letThrough(MonotonicClock clock) {
    return new LetThrough(clock);
  }

  @Provides
  @Singleton
  JustMade justMade(Resources resources, MonotonicClock clock) {
    return new JustMade(resources, clock, Thread::sleep);
  }
}
