package dev.ostler.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.ostler.architecture.ProductClasses.ALL;
import static dev.ostler.architecture.ProductClasses.packageOf;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ForbiddenUsesTest {
  @Test
  void onlyLinuxCallsForeignFunctions() {
    noClasses()
        .that()
        .resideOutsideOfPackage(packageOf("linux"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.foreign..")
        .because("C names and foreign memory stay behind dev.ostler.linux")
        .check(ALL);
  }

  @Test
  void whoReapsEveryChildStartsNoneThroughTheJdk() {
    noClasses()
        .that()
        .resideInAnyPackage(packageOf("linux"), packageOf("entrypoint"), packageOf("supervisor"))
        .should()
        .dependOnClassesThat(assignableTo(Process.class))
        .orShould()
        .dependOnClassesThat(assignableTo(ProcessBuilder.class))
        .orShould()
        .callMethodWhere(calls(Runtime.class, "exec"))
        .because("waiting for all children takes exits away from java.lang.Process")
        .check(ALL);
  }

  @Test
  void whoIsPidOneReckonsNoTimesInDecimals() {
    noClasses()
        .that()
        .resideInAnyPackage(packageOf("linux"), packageOf("entrypoint"), packageOf("supervisor"))
        .should()
        .callMethodWhere(calls(Duration.class, "multipliedBy"))
        .orShould()
        .callMethodWhere(calls(Duration.class, "dividedBy"))
        .because("the first such call reads the classes of BigDecimal, which nothing else needs")
        .check(ALL);
  }

  @Test
  void onlyTheCommandPrintsAndExits() {
    noClasses()
        .that()
        .resideOutsideOfPackage(packageOf("cli"))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethodWhere(calls(Runtime.class, "exit"))
        .orShould()
        .callMethodWhere(calls(Runtime.class, "halt"))
        .orShould()
        .callMethodWhere(calls(Throwable.class, "printStackTrace"))
        .because("a library reports by values and exceptions; dev.ostler.cli prints and exits")
        .check(ALL);
  }

  private static DescribedPredicate<JavaMethodCall> calls(Class<?> owner, String method) {
    return DescribedPredicate.describe(
        owner.getSimpleName() + "." + method,
        call ->
            call.getTarget().getName().equals(method)
                && call.getTargetOwner().isAssignableTo(owner));
  }
}
