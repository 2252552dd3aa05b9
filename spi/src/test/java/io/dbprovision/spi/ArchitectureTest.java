package io.dbprovision.spi;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.dbprovision.spi",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule theSpiNeedsTheJdkAndJspecifyOnly =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "javax.net.ssl", "org.jspecify..", "io.dbprovision.spi");

  @ArchTest
  static final ArchRule theSpiKnowsNoDatabaseApi =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("java.sql..", "javax.sql..");
}
