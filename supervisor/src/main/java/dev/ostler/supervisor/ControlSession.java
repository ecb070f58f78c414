package dev.ostler.supervisor;

import dev.ostler.control.Answer;
import dev.ostler.control.AnswerLine;
import dev.ostler.control.ErrorCode;
import dev.ostler.control.Failure;
import dev.ostler.control.Incoming;
import dev.ostler.control.RequestLine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What is said on one connection: bytes in, requests out; answers in, bytes out. Touches no socket;
 * whatever a client sends or leaves unread, it takes a limited amount of memory.
 */
final class ControlSession {
  static final int LONGEST_LINE = 64 << 10;

  /** Not answered yet, or answered and not read. */
  static final int MOST_REQUESTS = 32;

  /** Of refusals, for the most part. Who reads none of so many does not want to know. */
  static final int MOST_UNREAD = 1_000;

  private final RequestSplitter splitter = new RequestSplitter(LONGEST_LINE);
  private final Outbox outbox = new Outbox();
  private final Set<Long> open = new HashSet<>();
  private final Set<Long> unanswered = new HashSet<>();
  private boolean closing;

  /** Takes what came; returns what is asked by it. */
  List<RequestLine> received(byte[] bytes) {
    List<RequestLine> requests = new ArrayList<>();
    if (closing) {
      return requests;
    }
    for (byte[] line : splitter.split(bytes)) {
      if (!closing && !isBlank(line)) {
        take(line, requests);
      }
    }
    if (splitter.isTooLong() && !closing) {
      refuse(ErrorCode.LINE_TOO_LONG, "cannot take a line longer than " + LONGEST_LINE + " bytes");
    }
    return requests;
  }

  /** Nothing more comes; what is asked by a last line without an end. */
  List<RequestLine> inputEnded() {
    List<RequestLine> requests = received(new byte[] {'\n'});
    closing = true;
    return requests;
  }

  private static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  private void take(byte[] line, List<RequestLine> requests) {
    switch (Incoming.read(line)) {
      case Incoming.Refused refused ->
          outbox.addRefusal(new AnswerLine(refused.id(), refused.failure()));
      case RequestLine request -> {
        closing = request.close();
        if (open.contains(request.id())) {
          refuse(request, ErrorCode.BAD_REQUEST, "one of the same id is not answered yet");
        } else if (open.size() == MOST_REQUESTS) {
          refuse(
              request,
              ErrorCode.TOO_MANY_REQUESTS,
              MOST_REQUESTS + " of this connection are not answered yet");
        } else {
          open.add(request.id());
          unanswered.add(request.id());
          requests.add(request);
        }
      }
    }
  }

  private void refuse(RequestLine request, ErrorCode code, String why) {
    String message = "cannot take request " + request.id() + ": " + why;
    outbox.addRefusal(new AnswerLine(OptionalLong.of(request.id()), Failure.of(code, message)));
  }

  /** Says why nothing more is taken; it is over when that is said. */
  void refuse(ErrorCode code, String message) {
    outbox.addRefusal(new AnswerLine(OptionalLong.empty(), Failure.of(code, message)));
    outbox.endFollowers();
    unanswered.clear();
    closing = true;
  }

  /** Answers a request by one or several lines, unless that was done. */
  void answer(long id, List<? extends Answer> answers) {
    if (unanswered.contains(id)) {
      outbox.add(id, answers);
      if (answers.getLast().isLast()) {
        unanswered.remove(id);
      }
    }
  }

  /** Answers a request from now on by {@link #follow}. */
  void addFollower(long id) {
    outbox.addFollower(id);
  }

  /** Tells a follower, who may lose it by not reading. */
  void follow(long id, Answer line) {
    outbox.follow(id, line);
  }

  /** Takes the next bytes to send, at most so many; none if there is nothing to say. */
  byte[] take(int most) {
    return outbox.take(most);
  }

  /** The requests that are over since the last call: their last answer was taken. */
  List<Long> takeAnswered() {
    List<Long> answered = outbox.takeAnswered();
    answered.forEach(open::remove);
    answered.forEach(unanswered::remove);
    return answered;
  }

  /** Whether a follower does not read. */
  boolean hasFallenBehind() {
    return outbox.hasFallenBehind();
  }

  /** Whether so much is left unread that it is not worth waiting any longer. */
  boolean isHopeless() {
    return outbox.size() > MOST_UNREAD;
  }

  /** Whether everything was said and nothing more is taken. */
  boolean isOver() {
    return closing && unanswered.isEmpty() && outbox.isEmpty();
  }
}
