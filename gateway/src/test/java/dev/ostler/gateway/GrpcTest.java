package dev.ostler.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ostler.testing.Eventually;
import io.grpc.CallOptions;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients and servers of gRPC itself, with the gateway in between. */
@SuppressWarnings("NullAway.Init")
class GrpcTest {
  private static final Metadata.Key<String> DETAIL =
      Metadata.Key.of("detail", Metadata.ASCII_STRING_MARSHALLER);

  /** Words instead of what protocol buffers make of them. */
  private enum Words implements MethodDescriptor.Marshaller<String> {
    UTF;

    @Override
    public InputStream stream(String value) {
      return new ByteArrayInputStream(value.getBytes(UTF_8));
    }

    @Override
    public String parse(InputStream stream) {
      try {
        return new String(stream.readAllBytes(), UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final MethodDescriptor<String, String> SAY =
      method("Say", MethodDescriptor.MethodType.UNARY);
  private static final MethodDescriptor<String, String> CHAT =
      method("Chat", MethodDescriptor.MethodType.BIDI_STREAMING);

  @TempDir Path folder;
  private final List<String> ended = new CopyOnWriteArrayList<>();
  private String apps;
  private Server server;
  private TestGateway gateway;
  private ManagedChannel channel;

  private static MethodDescriptor<String, String> method(
      String name, MethodDescriptor.MethodType type) {
    return MethodDescriptor.newBuilder(Words.UTF, Words.UTF)
        .setFullMethodName("shop.Shop/" + name)
        .setType(type)
        .build();
  }

  @BeforeEach
  void open() throws Exception {
    server =
        OkHttpServerBuilder.forPort(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                InsecureServerCredentials.create())
            .addService(
                ServerServiceDefinition.builder("shop.Shop")
                    .addMethod(SAY, ServerCalls.asyncUnaryCall(GrpcTest::say))
                    .addMethod(CHAT, ServerCalls.asyncBidiStreamingCall(this::chat))
                    .build())
            .build()
            .start();
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort());
    apps =
        "apps:\n"
            + TestGateway.app("shop", address, "protocol: h2c\nidle: {after: 100ms, awake: 0s}");
    gateway = TestGateway.of(folder, true, TestGateway.HEAD + apps);
    channel = OkHttpChannelBuilder.forAddress("127.0.0.1", gateway.port()).usePlaintext().build();
  }

  @AfterEach
  void close() throws Exception {
    channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    gateway.close();
    server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
  }

  private static void say(String words, StreamObserver<String> answer) {
    if (words.equals("fail")) {
      Metadata trailers = new Metadata();
      trailers.put(DETAIL, "sold out");
      answer.onError(
          Status.RESOURCE_EXHAUSTED.withDescription("no more").asRuntimeException(trailers));
    } else {
      answer.onNext("you said " + words);
      answer.onCompleted();
    }
  }

  private StreamObserver<String> chat(StreamObserver<String> answer) {
    return new StreamObserver<>() {
      @Override
      public void onNext(String words) {
        answer.onNext("you said " + words);
      }

      @Override
      public void onError(Throwable why) {
        ended.add("given up");
      }

      @Override
      public void onCompleted() {
        ended.add("done");
        answer.onCompleted();
      }
    };
  }

  private String ask(String words) {
    return ClientCalls.blockingUnaryCall(
        channel, SAY, CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS), words);
  }

  /** What comes back of a conversation. */
  private static final class Heard implements StreamObserver<String> {
    final List<String> words = new CopyOnWriteArrayList<>();

    @Override
    public void onNext(String value) {
      words.add(value);
    }

    @Override
    public void onError(Throwable why) {
      words.add("failed");
    }

    @Override
    public void onCompleted() {
      words.add("done");
    }

    void await(String last) {
      Eventually.await(
          last,
          () -> List.copyOf(words),
          all -> !all.isEmpty() && all.getLast().equals(last),
          () -> "");
    }
  }

  private StreamObserver<String> talk(Heard heard) {
    return ClientCalls.asyncBidiStreamingCall(channel.newCall(CHAT, CallOptions.DEFAULT), heard);
  }

  @Test
  void firstCallWakesTheAppAndIsAnsweredByIt() {
    assertThat(ask("hello")).isEqualTo("you said hello");
    assertThat(gateway.workload("shop").asked.getFirst()).isEqualTo("wake");
  }

  @Test
  void statusOfACallThatFailsArrivesWithItsTrailers() {
    StatusRuntimeException failure =
        catchThrowableOfType(StatusRuntimeException.class, () -> ask("fail"));

    assertThat(failure.getStatus().getCode())
        .as(failure.toString())
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(failure.getStatus().getDescription()).isEqualTo("no more");
    assertThat(Objects.requireNonNull(failure.getTrailers()).get(DETAIL)).isEqualTo("sold out");
  }

  @Test
  void conversationPassesWordByWordAndIsUseUntilItsEnd() {
    Heard heard = new Heard();
    StreamObserver<String> mouth = talk(heard);
    mouth.onNext("one");
    heard.await("you said one");
    gateway.await("shop", "\"users\":1");
    mouth.onNext("two");
    heard.await("you said two");
    mouth.onCompleted();
    heard.await("done");

    assertThat(heard.words).containsExactly("you said one", "you said two", "done");
    gateway.await("shop", "\"users\":0");
    Eventually.await("it rests", () -> gateway.workload("shop").asked.contains("rest"));
  }

  @Test
  void clientMayBeSilentForLongerThanInTheMiddleOfABody() throws Exception {
    gateway.change(TestGateway.HEAD + "silence: 100ms\n" + apps);
    gateway.awaitLog("reloaded ");
    Heard heard = new Heard();
    StreamObserver<String> mouth = talk(heard);
    gateway.await("shop", "\"phase\":\"awake\"");
    TimeUnit.MILLISECONDS.sleep(500);
    mouth.onNext("one");

    heard.await("you said one");
    mouth.onCompleted();
  }

  @Test
  void callThatTheClientGivesUpEndsAtTheAppAndIsNoUseAnyMore() {
    Heard heard = new Heard();
    StreamObserver<String> mouth = talk(heard);
    mouth.onNext("one");
    heard.await("you said one");
    mouth.onError(Status.CANCELLED.asRuntimeException());

    Eventually.await("the app is told", () -> ended.contains("given up"));
    gateway.await("shop", "\"users\":0");
  }
}
