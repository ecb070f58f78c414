package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UpdateValuesTest {
  @Test
  void kindsHaveNumbersAndTexts() {
    assertThat(ChangeKind.text(1)).isEqualTo("deleted");
    assertThat(ChangeKind.text(2)).isEqualTo("modified");
    assertThat(ChangeKind.text(3)).isEqualTo("created");
    assertThat(ChangeKind.text(0)).isEqualTo("invalid");
    assertThat(ChangeKind.text(4)).isEqualTo("invalid");
    assertThat(ChangeKind.CREATED.number()).isEqualTo(3);
  }

  @Test
  void onlyAModificationHasAspects() {
    assertThatThrownBy(() ->
            new FileChange(
                "a", ChangeKind.CREATED, Set.of(Aspect.MODE), Optional.empty(), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("only a modified file has aspects, got created a with [mode]");
  }

  @Test
  void limitsMustLetSomethingPass() {
    assertThatThrownBy(() -> new ArchiveLimits(1, 1, 0, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxFileBytes must be at least 1, got 0");
  }

  @Test
  void newFilesGetPermissionBitsOnly() {
    TreeOptions options = TreeOptions.defaults();
    assertThatThrownBy(() -> options.withNewFileMode(04755))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("newFileMode must be between 0 and 0777, got 04755");
  }
}
