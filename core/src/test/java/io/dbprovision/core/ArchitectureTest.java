package io.dbprovision.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ServiceLoader;

/** The walls of the house: what may know what. */
@AnalyzeClasses(
    packages = "io.dbprovision.core",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule onlyKubeKnowsTheKubernetesClient =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.dbprovision.core.kube..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.fabric8..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule onlyPluginKnowsPf4jAndClassLoaders =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.dbprovision.core.plugin..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.pf4j..")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ClassLoader.class)
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(ServiceLoader.class)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule theCoreKnowsNoDatabaseApi =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "com.zaxxer..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.dbprovision.core.(**)").should().beFreeOfCycles();
}
