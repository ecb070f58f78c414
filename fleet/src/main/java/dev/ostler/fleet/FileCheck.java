package dev.ostler.fleet;

import dev.ostler.configuration.Problems;
import dev.ostler.configuration.ValuePath;
import java.nio.file.Files;
import java.util.Map;

/** Finds in the files of a container what can only fail once it is there. */
final class FileCheck {
  private final ValuePath container;
  private final Problems problems;

  FileCheck(ValuePath container, Problems problems) {
    this.container = container;
    this.problems = problems;
  }

  void check(ContainerForm form) {
    check(container.key("files"), form.files());
    check(container.key("hostFiles"), form.hostFiles());
  }

  private void check(ValuePath place, Map<String, ContainerForm.ManagedForm> files) {
    files.forEach((path, file) -> {
      if (file.from().filter(Files::isDirectory).isPresent()) {
        problems.add(
            place.key(path).key("from"),
            "found the directory " + file.from().get() + ", expected a file");
      }
      if (file.onChange() instanceof OnChange.Signal(String signal)) {
        SignalNames.check(place.key(path).key("onChange").key("signal"), signal, problems);
      }
    });
  }
}
