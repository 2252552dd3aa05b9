package io.dbprovision.core.admission;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;

/** Binds the rules. */
public final class AdmissionModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(ProtectedDeletion.class).in(Singleton.class);
    bind(SecondObject.class).in(Singleton.class);
    bind(UnreadSections.class).in(Singleton.class);
    bind(Admission.class).in(Singleton.class);
    bind(AdmissionServer.Rules.class).to(AdmissionAnswers.class).in(Singleton.class);
  }
}
