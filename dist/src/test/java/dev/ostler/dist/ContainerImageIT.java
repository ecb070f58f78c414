package dev.ostler.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Container;
import dev.ostler.testing.ContainerEngine;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.RootFileSystem;
import dev.ostler.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images on a root file system with the C library, BusyBox and nginx, and no Java. */
@Needs({RealPart.ENGINE, RealPart.BUSYBOX, RealPart.NGINX})
class ContainerImageIT {
  private static final String NGINX = "/usr/sbin/nginx";

  @TempDir Path scratch;

  private final ContainerEngine engine = ContainerEngine.open();
  private final RootFileSystem base = RootFileSystem.bare();

  @BeforeEach
  void prepare() throws IOException {
    base.withProgram(Path.of(NGINX));
    base.withLibrariesOf(Built.RELEASE.folder().resolve("runtime/lib/server/libjvm.so"));
    Path root = base.folder();
    for (String folder : List.of("var/log/nginx", "var/lib/nginx", "run", "etc/nginx")) {
      Files.createDirectories(root.resolve(folder));
    }
    Files.writeString(
        root.resolve("etc/nginx/nginx.conf"),
        """
        user root;
        error_log stderr;
        events {}
        http { access_log off; server { listen 127.0.0.1:8080; return 200 "hello\\n"; } }
        """);
  }

  @AfterEach
  void removeAll() {
    engine.close();
    base.delete();
  }

  @Test
  void imageOnABaseRunsNginxAsItsFirstProcess() throws IOException {
    String image = engine.loadImage(imageOn(base));

    Container container =
        run(
            "ostler.aot",
            image,
            "run",
            "--stop-signal",
            "QUIT",
            "--",
            "nginx",
            "-g",
            "daemon off;");

    assertThatItServesAndStops(container);
  }

  @Test
  void imageOnABaseLikeRedHatsRunsNginxAsItsFirstProcess() throws IOException {
    String image = engine.loadImage(imageOn(base.withLibrariesInLib64()));

    assertThatItServesAndStops(
        run("ostler-command.aot", image, "run", "--", "nginx", "-g", "daemon off;"));
  }

  @Test
  void imageIsCopiedOntoAnotherAsTheGuideSays() throws IOException {
    ContainerImage alone = new ContainerImage(Built.RELEASE, Optional.empty());
    Files.createSymbolicLink(
        scratch.resolve("ostler-0.1.0-linux-x64-image.tar"), alone.file().toAbsolutePath());
    engine.loadImage(scratch, Built.guide("sh image"));
    String dockerfile =
        Built.guide("dockerfile")
            .replace("ostler:0.1.0", alone.name())
            .replace("nginx:1.29", engine.importImage(base));
    Files.writeString(scratch.resolve("Dockerfile"), dockerfile);

    Container container = run("ostler.aot", engine.buildImage(scratch));

    assertThatItServesAndStops(container);
  }

  /** Maven's line would build everything anew; what it does to the image is done here. */
  @Test
  void imageThatRunsByItselfIsMadeAsTheGuideSays() throws IOException {
    List<String> lines = Built.guide("sh base").lines().toList();
    Path tar = scratch.resolve("base.tar");
    ContainerImage image = new ContainerImage(Built.RELEASE, Optional.of(tar));
    String create = "docker create --name " + scratch.getFileName() + " ";
    Path target = Files.createDirectories(scratch.resolve("dist/target"));

    engine.type(
        scratch,
        lines
                .get(0)
                .replace(
                    "docker create debian:13-slim", create + engine.importImage(base) + " true")
            + "\ndocker rm "
            + scratch.getFileName());
    assertThat(lines.get(1))
        .isEqualTo("mvn package -DskipTests -Dostler.image.base=\"$PWD/base.tar\"");
    image.write(target.resolve("ostler-0.1.0-linux-x64-image.tar"));
    engine.loadImage(scratch, lines.get(2));
    String run = lines.get(3).replace("--rm ostler:0.1.0", "--rm --network none " + image.name());

    assertThat(engine.type(scratch, run)).isEqualTo("hello");
  }

  @Test
  void doctorAsFirstProcessTellsWhatItsContainerHas() throws IOException {
    String image = engine.loadImage(imageOn(base));

    Container container = run("ostler-file.aot", image, "doctor", "run");

    assertThat(container.awaitExit()).as(container.output()).isZero();
    assertThat(container.output())
        .startsWith("ostler run\n  ok         kernel: ")
        .contains("\n  ok         child: started, and awaited by a pidfd\n")
        .contains("\n  doubtful   capabilities: CHOWN, KILL, SETGID, SETUID\n")
        .contains("\n  ok         /run: can be written\n")
        .doesNotContain("missing");
  }

  @Test
  void systemWithoutGlibcIsNamed() throws IOException {
    Trees.delete(base.folder().resolve("lib64"));

    Container container =
        engine.run(
            engine.importImage(base),
            List.of("--volume", Built.RELEASE.folder() + ":/opt/ostler:ro"),
            "/opt/ostler/bin/ostler",
            "version");

    assertThat(container.awaitExit()).isEqualTo(69);
    assertThat(container.output()).isEqualTo(Built.guide("text no glibc"));
  }

  /** With Java started so that it fails if its cache is refused. */
  private Container run(String cache, String image, String... command) {
    Path java = Built.strictJava(Path.of("/", ContainerImage.HOME, "runtime"), scratch);
    return engine.run(
        image,
        List.of(
            "--volume",
            java + ":/strict:ro",
            "--env",
            "OSTLER_JAVA_HOME=/strict",
            "--env",
            Built.CACHE + "=" + cache),
        command);
  }

  private void assertThatItServesAndStops(Container container) {
    Eventually.await(
        "nginx answers", () -> container.isRunning() && page(container).equals("hello"));
    assertThat(container.execute("cat", "/proc/1/cmdline")).contains("dev.ostler.cli.Main");

    container.stop();

    assertThat(container.awaitExit()).as(container.output()).isZero();
  }

  private static String page(Container container) {
    return container.execute("sh", "-c", "wget -qO- http://127.0.0.1:8080/ 2>&1 || true");
  }

  private Path imageOn(RootFileSystem files) throws IOException {
    Path tar = scratch.resolve("base.tar");
    Tool.run(
        "tar",
        "-C",
        files.folder().toString(),
        "--owner=0",
        "--group=0",
        "-cf",
        tar.toString(),
        ".");
    Path archive = scratch.resolve("image.tar");
    new ContainerImage(Built.RELEASE, Optional.of(tar)).write(archive);
    return archive;
  }
}
