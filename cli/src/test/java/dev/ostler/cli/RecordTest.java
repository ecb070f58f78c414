package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.NodeList;

/** The script that makes pictures of terminals. */
@Needs(RealPart.PYTHON)
class RecordTest {
  @TempDir Path folder;

  @Test
  void lastFrameShowsWhatTheTerminalShowsAtTheEnd() throws Exception {
    NodeList groups = frames("printf '10%%\\r'; sleep 0.2; printf '\\033[32mdone\\033[0m <a>\\n'");

    assertThat(groups.getLength()).isGreaterThanOrEqualTo(2);
    assertThat(groups.item(groups.getLength() - 1).getTextContent())
        .contains("done")
        .contains(" <a>")
        .doesNotContain("10%");
  }

  @Test
  void linesThatAreDrawnAnewAreThereOnce() throws Exception {
    NodeList groups = frames("printf 'one\\ntwo\\n\\033[2A\\033[Jthree\\n'");

    assertThat(groups.item(groups.getLength() - 1).getTextContent())
        .contains("three")
        .doesNotContain("two");
  }

  private NodeList frames(String script) throws Exception {
    Path picture = folder.resolve("a.svg");
    Path program = Files.writeString(folder.resolve("shown"), "#!/bin/sh\n" + script + "\n");
    Tool.run("python3", "../docs/pictures/record", picture.toString(), "sh", program.toString());
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(picture.toFile())
        .getElementsByTagName("g");
  }
}
