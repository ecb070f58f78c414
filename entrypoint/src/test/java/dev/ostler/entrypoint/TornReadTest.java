package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A reader that resolves the target once per pass. More passes with -Dostler.torn.passes. */
class TornReadTest {
  private static final int PASSES = Integer.getInteger("ostler.torn.passes", 2000);
  private static final int FILES = 100;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void passNeverMeetsTwoGenerations(boolean link) throws Exception {
    Path target = directory.resolve("site");
    if (link) {
      Files.createDirectory(directory.resolve("first"));
      Files.createSymbolicLink(target, Path.of("first"));
    }
    TreeOptions options = TreeOptions.defaults().withDurable(false);
    try (TargetDirectory updates = TargetDirectory.open(target, options);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      update(updates, 0);
      Callable<Set<Integer>> reading = () -> read(target);
      Future<Set<Integer>> generations = threads.submit(reading);
      for (int generation = 1; !generations.isDone(); generation++) {
        update(updates, generation);
      }
      assertThat(generations.get()).as("generations that were met").hasSizeGreaterThan(1);
    }
  }

  private static void update(TargetDirectory updates, int generation) throws IOException {
    TestTar tar = new TestTar();
    for (int file = 0; file < FILES; file++) {
      tar.file("file" + file, Integer.toString(generation));
    }
    updates.commit(updates.stage(tar.source()));
  }

  private static Set<Integer> read(Path target) throws IOException {
    Set<Integer> met = new HashSet<>();
    for (int pass = 0; pass < PASSES; pass++) {
      Set<Integer> generations = pass(target);
      assertThat(generations).as("generations in pass " + pass).hasSizeLessThan(2);
      met.addAll(generations);
    }
    return met;
  }

  private static Set<Integer> pass(Path target) throws IOException {
    Set<Integer> generations = new HashSet<>();
    try (DirectoryStream<Path> opened = Files.newDirectoryStream(target)) {
      SecureDirectoryStream<Path> handle = (SecureDirectoryStream<Path>) opened;
      for (int file = 0; file < FILES; file++) {
        generations.add(number(handle, Path.of("file" + file)));
      }
    } catch (NoSuchFileException overtaken) {
      // Two updates later the generation is deleted: the pass ends early and has mixed nothing.
    }
    return generations;
  }

  private static int number(SecureDirectoryStream<Path> handle, Path file) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(16);
    try (SeekableByteChannel channel =
        handle.newByteChannel(file, Set.of(StandardOpenOption.READ))) {
      channel.read(content);
    }
    return Integer.parseInt(
        new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII));
  }
}
